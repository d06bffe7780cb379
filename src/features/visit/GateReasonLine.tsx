// One reason of the gate in words, with the rule behind it, its source and its dates.
import type { GateReason } from '#domain/visit';
import { formatDate } from '#lib/dates';
import { hasText } from '#lib/i18n';
import { useText } from '#ui/text';

/** A reason out of what the rule was asked, not out of a row of its packs. */
const ASKED = 'the question';

export function GateReasonLine({ reason }: { reason: GateReason }) {
  const say = useText();
  const key = `staff.visit.gate.reason.${reason.code}`;
  const { effectiveFrom, effectiveTo } = reason;
  return (
    <p className="gate-reason">
      {hasText(key) ? say(key, { field: reason.rule }) : reason.code}
      <span className="small soft">
        {' '}
        {reason.rule}
        {reason.source !== ASKED && ` · ${reason.source}`}
        {effectiveFrom && <Day words={say('staff.visit.gate.from', { date: formatDate(effectiveFrom) })} />}
        {effectiveTo && <Day words={say('staff.visit.gate.to', { date: formatDate(effectiveTo) })} />}
      </span>
    </p>
  );
}

/** A day is never cut at its hyphens. */
function Day({ words }: { words: string }) {
  return (
    <>
      {' · '}
      <span className="gate-day">{words}</span>
    </>
  );
}

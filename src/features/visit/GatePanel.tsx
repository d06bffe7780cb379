// The gate, part by part: what it rests on, the rule behind each reason with its dates, and who may go on after
// "needs review". Colour never stands alone: each verdict is a word.
import { useState } from 'react';
import type { GatePartView } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { GateException, type GateExceptionProps } from './GateException.tsx';
import { GateReasonLine } from './GateReasonLine.tsx';

export interface Override {
  part: GatePartView['part'];
  reason: string;
  rule: string;
  checked: string;
}

interface GatePanelProps extends Omit<GateExceptionProps, 'part'> {
  onOverride: (override: Override) => void;
  /** Null: not by this person, or not now. */
  onAskAloud: (() => void) | null;
}

export function GatePanel({ onOverride, onAskAloud, ...props }: GatePanelProps) {
  const say = useText();
  const { gate } = props.visit;
  const asOf = say(`staff.visit.gate.as-of.${gate.asOf}`, { time: formatInstant(gate.decidedAt) });
  return (
    <div className="visit-panel stack-tight">
      {gate.asOf !== 'now' && <p className="strong">{asOf}</p>}
      <ul className="gate-parts">
        {gate.parts.map((part) => (
          <li key={part.part} className={`gate-part gate-part-${part.verdict}`}>
            <p>
              <span className="strong">{say(`staff.visit.gate.part.${part.part}`)}</span>{' '}
              <span className="gate-verdict">{say(`staff.visit.gate.verdict.${part.verdict}`)}</span>
            </p>
            {part.reasons.map((reason) => (
              <GateReasonLine key={`${reason.code} ${reason.rule}`} reason={reason} />
            ))}
            {part.override && (
              <p className="small">
                {say('staff.visit.gate.overridden', {
                  by: isolate(part.override.by),
                  time: formatInstant(part.override.at),
                  reason: isolate(part.override.reason),
                })}
              </p>
            )}
            {part.part === 'consent' && part.verdict !== 'allow' && onAskAloud && (
              <p>
                <Button small onClick={onAskAloud}>
                  {say('staff.visit.offer.ask-aloud')}
                </Button>
              </p>
            )}
            {part.part === 'licensure' && <GateException part={part} {...props} />}
            {part.verdict === 'needs-review' && gate.asOf === 'now' && (
              <GoOn part={part} pending={props.pending('override')} onOverride={onOverride} />
            )}
          </li>
        ))}
      </ul>
      {gate.asOf === 'now' && (
        <p className="small soft">
          {asOf}
          {gate.holdsUntil && ` ${say('staff.visit.gate.until', { time: formatInstant(gate.holdsUntil) })}`}
        </p>
      )}
    </div>
  );
}

interface GoOnProps {
  part: GatePartView;
  pending: string | null;
  onOverride: (override: Override) => void;
}

function GoOn({ part, pending, onOverride }: GoOnProps) {
  const say = useText();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [rule, setRule] = useState('');
  const [checked, setChecked] = useState('');
  const [isTold, setTold] = useState(false);
  if (part.mayOverride.length === 0) return <p className="small">{say('staff.visit.gate.nobody')}</p>;
  const who = part.mayOverride.map((role) => say(`staff.role.${role}`)).join(', ');
  if (!isOpen)
    return (
      <p className="row">
        <Button small onClick={() => setOpen(true)}>
          {say('staff.visit.gate.go-on')}
        </Button>
        <span className="small soft">{say('staff.visit.gate.who', { who })}</span>
      </p>
    );
  const missing = (text: string) =>
    isTold && text.trim() === '' ? say('staff.visit.gate.override.missing') : undefined;
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if ([reason, rule, checked].every((text) => text.trim() !== ''))
          onOverride({ part: part.part, reason, rule, checked });
      }}
    >
      <TextField
        label={say('staff.visit.gate.override.reason')}
        value={reason}
        onChange={setReason}
        problem={missing(reason)}
      />
      <TextField
        label={say('staff.visit.gate.override.rule')}
        value={rule}
        onChange={setRule}
        problem={missing(rule)}
      />
      <TextField
        label={say('staff.visit.gate.override.checked')}
        value={checked}
        onChange={setChecked}
        problem={missing(checked)}
      />
      <p className="small">{say('staff.visit.gate.override.kept')}</p>
      <p>
        <Button small kind="primary" submits pending={pending}>
          {say('staff.visit.gate.override.record')}
        </Button>
      </p>
    </form>
  );
}

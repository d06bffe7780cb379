// Under what the visit was held, shown to whoever signs: each answer of the gate that mattered, with the rows it rested
// on. It decides nothing here; what was done is documented whatever the gate said.
import type { GateSaid } from '#domain/documentation';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';

export function GateThen({ gate }: { gate: readonly GateSaid[] }) {
  const say = useText();
  return (
    <section className="note-gate stack-tight" aria-label={say('staff.note.gate')}>
      <h5>{say('staff.note.gate')}</h5>
      {gate.length === 0 && <p className="small">{say('staff.note.gate.none')}</p>}
      {gate.map((line, position) => {
        const isSame = isSameAnswer(line, gate[position - 1]);
        return (
          <div key={`${line.at} ${line.event}`}>
            <p>
              <span className="strong">{say(`staff.note.gate.event.${line.event}`)}</span>{' '}
              {formatInstant(line.at)}
              {isSame && ` · ${say('staff.note.gate.same')}`}
            </p>
            {!isSame && (
              <ul className="small">
                {line.parts.map((part) => (
                  <Part key={part.part} {...part} />
                ))}
              </ul>
            )}
          </div>
        );
      })}
      <p className="small soft">{say('staff.note.gate.meaning')}</p>
    </section>
  );
}

/** Part by part, by the same rows and people. */
const isSameAnswer = (line: GateSaid, before: GateSaid | undefined): boolean =>
  before !== undefined && JSON.stringify(line.parts) === JSON.stringify(before.parts);

function Part({ part, verdict, rules, overriddenBy, exceptionBy }: GateSaid['parts'][number]) {
  const say = useText();
  return (
    <li>
      {say(`staff.note.gate.part.${part}`)}:{' '}
      <span className="strong">{say(`staff.note.gate.verdict.${verdict}`)}</span>
      {overriddenBy && ` · ${say('staff.note.gate.overridden', { by: isolate(overriddenBy) })}`}
      {exceptionBy && ` · ${say('staff.note.gate.exception', { by: isolate(exceptionBy) })}`}
      <span className="soft"> {rules.join(' · ')}</span>
    </li>
  );
}

// What a confirmed charge keeps of the decision-making: the level, and of each answer who gave it and where it comes
// from.
import { type ConfirmedChargeView, MDM_QUESTIONS } from '#domain/billing';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';
import { sayAnswer } from './mdm-words.ts';
import { EvidenceList } from './ProposedAnswer.tsx';

interface ConfirmedMakingProps {
  made: NonNullable<ConfirmedChargeView['decisionMaking']>;
}

export function ConfirmedMaking({ made: { level, said, origins } }: ConfirmedMakingProps) {
  const say = useText();
  const answered = MDM_QUESTIONS.flatMap((question) => {
    const origin = origins[question];
    return origin ? [{ question, origin }] : [];
  });
  if (answered.length === 0) return null;
  const words = say(level ? `staff.charge.value.level.${level}` : 'staff.charge.mdm.confirmed.open');
  return (
    <details className="charge-details small">
      <summary>{say('staff.charge.mdm.confirmed', { level: words })}</summary>
      <ul className="charge-list charge-unfolded">
        {answered.map(({ question, origin: { is, evidence, by, at } }) => (
          <li key={question}>
            {say(`staff.charge.mdm.column.${question}`)}:{' '}
            <span className="strong">{sayAnswer(say, said, question)}</span>
            <p className="soft">
              {say(`staff.charge.mdm.origin.${is}`, {
                count: evidence.length,
                by: isolate(by ?? '–'),
                time: formatInstant(at),
              })}
            </p>
            <EvidenceList evidence={evidence} />
          </li>
        ))}
      </ul>
    </details>
  );
}

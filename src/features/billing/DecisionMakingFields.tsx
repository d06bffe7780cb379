// The decision-making helper: three questions in our own words, and the level they give, shown while they are
// answered. The rule is the server's own.
import {
  type ChargeView,
  type DataSeen,
  type DecisionMaking,
  decideLevel,
  PROBLEMS,
  RISKS,
} from '#domain/billing';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { isSameSeen, NOTHING_SEEN, SEEN_COUNTS, SEEN_FLAGS, sayDataSeen } from './mdm-words.ts';
import { EvidenceList, ProposedAnswer } from './ProposedAnswer.tsx';

interface DecisionMakingFieldsProps {
  said: DecisionMaking | undefined;
  /** Null: to this person nothing is proposed. */
  proposed: ChargeView['decisionMaking']['proposed'];
  onChange: (said: DecisionMaking) => void;
}

const NOTHING: DecisionMaking = { problem: null, seen: null, risk: null };

export function DecisionMakingFields({ said = NOTHING, proposed, onChange }: DecisionMakingFieldsProps) {
  const say = useText();
  const { level, columns } = decideLevel(said);
  const seen = said.seen ?? NOTHING_SEEN;
  const see = (more: Partial<DataSeen>) => onChange({ ...said, seen: { ...seen, ...more } });
  return (
    <fieldset className="charge-mdm">
      <legend>{say('staff.charge.field.decisionMaking')}</legend>
      <ChoiceField
        label={say('staff.charge.mdm.problem')}
        value={said.problem ?? ''}
        choices={[
          { value: '', text: say('staff.charge.not-said') },
          ...Object.keys(PROBLEMS).map((value) => ({
            value,
            text: say(`staff.charge.mdm.problem.${value}`),
          })),
        ]}
        onChange={(value) => onChange({ ...said, problem: keyOf(PROBLEMS, value) })}
      />
      {proposed?.problem && (
        <ProposedAnswer
          question="problem"
          answer={say(`staff.charge.mdm.problem.${proposed.problem.value}`)}
          evidence={proposed.problem.evidence}
          isTaken={said.problem === proposed.problem.value}
          onTake={(isTaken) =>
            onChange({ ...said, problem: isTaken ? (proposed.problem?.value ?? null) : null })
          }
        />
      )}
      <fieldset className="charge-mdm-seen">
        <legend>{say('staff.charge.mdm.seen')}</legend>
        {SEEN_COUNTS.map((name) => (
          <TextField
            key={name}
            label={say(`staff.charge.mdm.${name}`)}
            value={said.seen ? String(said.seen[name]) : ''}
            onChange={(text) => see({ [name]: Math.min(50, Number.parseInt(text, 10) || 0) })}
          />
        ))}
        {SEEN_FLAGS.map((name) => (
          <label key={name} className="charge-check">
            <input
              type="checkbox"
              checked={seen[name]}
              onChange={(event) => see({ [name]: event.target.checked })}
            />
            {say(`staff.charge.mdm.${name}`)}
          </label>
        ))}
        {!said.seen && (
          <label className="charge-check">
            <input type="checkbox" checked={false} onChange={() => see({})} />
            {say('staff.charge.mdm.nothing-seen')}
          </label>
        )}
      </fieldset>
      {proposed?.seen && (
        <ProposedAnswer
          question="seen"
          answer={sayDataSeen(say, proposed.seen.value)}
          evidence={proposed.seen.evidence}
          isTaken={said.seen !== null && isSameSeen(said.seen, proposed.seen.value)}
          onTake={(isTaken) => onChange({ ...said, seen: isTaken ? (proposed.seen?.value ?? null) : null })}
        />
      )}
      <ChoiceField
        label={say('staff.charge.mdm.risk')}
        value={said.risk ?? ''}
        choices={[
          { value: '', text: say('staff.charge.not-said') },
          ...Object.keys(RISKS).map((value) => ({ value, text: say(`staff.charge.mdm.risk.${value}`) })),
        ]}
        onChange={(value) => onChange({ ...said, risk: keyOf(RISKS, value) })}
      />
      {proposed?.risk && (
        <ProposedAnswer
          question="risk"
          answer={say(`staff.charge.mdm.risk.${proposed.risk.value}`)}
          evidence={proposed.risk.evidence}
          isTaken={said.risk === proposed.risk.value}
          onTake={(isTaken) => onChange({ ...said, risk: isTaken ? (proposed.risk?.value ?? null) : null })}
        />
      )}
      {proposed && proposed.also.length > 0 && (
        <div className="charge-mdm-also">
          <p className="small strong">{say('staff.charge.mdm.also')}</p>
          <EvidenceList evidence={proposed.also} />
        </div>
      )}
      <p role="status" className="charge-mdm-level">
        {level
          ? say('staff.charge.mdm.level', { level: say(`staff.charge.value.level.${level}`) })
          : say('staff.charge.mdm.open')}{' '}
        <span className="small soft">
          {(['problem', 'seen', 'risk'] as const)
            .map((column) => {
              const reached = columns[column];
              const words = reached ? say(`staff.charge.value.level.${reached}`) : '–';
              return `${say(`staff.charge.mdm.column.${column}`)}: ${words}`;
            })
            .join(' · ')}
        </span>
      </p>
    </fieldset>
  );
}

function keyOf<Name extends string>(table: Readonly<Record<Name, unknown>>, text: string): Name | null {
  return (Object.keys(table) as Name[]).find((one) => one === text) ?? null;
}

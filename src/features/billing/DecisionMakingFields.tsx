// The decision-making helper: three questions in our own words, and the level they give, shown while they are
// answered. The rule is the server's own.
import { type DataSeen, type DecisionMaking, decideLevel, PROBLEMS, RISKS } from '#domain/billing';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';

interface DecisionMakingFieldsProps {
  said: DecisionMaking | undefined;
  onChange: (said: DecisionMaking) => void;
}

const NOTHING: DecisionMaking = { problem: null, seen: null, risk: null };
const NOTHING_SEEN: DataSeen = {
  ...{ outsideNotes: 0, testsRead: 0, testsOrdered: 0 },
  ...{ otherHistorian: false, ownReading: false, outsideTalk: false },
};
const COUNTS = ['outsideNotes', 'testsRead', 'testsOrdered'] as const;
const FLAGS = ['otherHistorian', 'ownReading', 'outsideTalk'] as const;

export function DecisionMakingFields({ said = NOTHING, onChange }: DecisionMakingFieldsProps) {
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
      <fieldset className="charge-mdm-seen">
        <legend>{say('staff.charge.mdm.seen')}</legend>
        {COUNTS.map((name) => (
          <TextField
            key={name}
            label={say(`staff.charge.mdm.${name}`)}
            value={said.seen ? String(said.seen[name]) : ''}
            onChange={(text) => see({ [name]: Math.min(50, Number.parseInt(text, 10) || 0) })}
          />
        ))}
        {FLAGS.map((name) => (
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
      <ChoiceField
        label={say('staff.charge.mdm.risk')}
        value={said.risk ?? ''}
        choices={[
          { value: '', text: say('staff.charge.not-said') },
          ...Object.keys(RISKS).map((value) => ({ value, text: say(`staff.charge.mdm.risk.${value}`) })),
        ]}
        onChange={(value) => onChange({ ...said, risk: keyOf(RISKS, value) })}
      />
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

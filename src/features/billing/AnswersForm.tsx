// The facts a charge rests on, one form: prefilled where the records say something, each with its source. Keeping it
// is a person's word that what stands there is right.
import { useState } from 'react';
import type { ChargeAnswers, ChargeField, ChargeFieldView, ChargeView } from '#domain/billing';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { type Say, useText } from '#ui/text';
import { FORMS, listFields, type SimpleField } from './answer-fields.ts';
import { DecisionMakingFields } from './DecisionMakingFields.tsx';
import { PayerFields } from './PayerFields.tsx';

interface Said {
  answers: ChargeAnswers;
  takeBack: ChargeField[];
}

interface AnswersFormProps {
  view: ChargeView;
  pending: string | null;
  onKeep: (said: Said, then: () => void) => void;
}

export function AnswersForm({ view, pending, onKeep }: AnswersFormProps) {
  const say = useText();
  const [texts, setTexts] = useState<Partial<Record<SimpleField, string>>>({});
  const [whole, setWhole] = useState<Pick<ChargeAnswers, 'payer' | 'decisionMaking'>>({});
  const shown = listFields(view);
  const textOf = (field: SimpleField) => texts[field] ?? FORMS[field].show(view.answers);
  const bent = shown.filter(
    (field) => isSimple(field) && textOf(field) !== '' && FORMS[field].read(textOf(field)) === undefined,
  );
  const keep = () => {
    if (bent.length > 0) return;
    const said = shown.map((field) => {
      const value = isSimple(field)
        ? FORMS[field].read(textOf(field))
        : (whole[field] ?? view.answers[field]);
      return [field, value] as const;
    });
    const answers = Object.fromEntries(said.filter(([, value]) => value !== undefined)) as ChargeAnswers;
    const takeBack = said
      .filter(([field, value]) => value === undefined && statusOf(view, field)?.from === 'person')
      .map(([field]) => field);
    onKeep({ answers, takeBack }, () => {
      setTexts({});
      setWhole({});
    });
  };
  const isOpen =
    view.fields.some(({ from, isConfirmed }) => from !== 'none' && !isConfirmed) ||
    whole.decisionMaking !== undefined;
  return (
    <form
      className="charge-answers"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <h3>{say('staff.charge.facts')}</h3>
      <p className="small">{say('staff.charge.facts.lead')}</p>
      <div className="charge-fields">
        {shown.map((field) => (
          <div key={field} className="charge-field" data-asked={statusOf(view, field)?.isAsked || undefined}>
            {isSimple(field) && (
              <Simple
                field={field}
                text={textOf(field)}
                problem={bent.includes(field) ? say('staff.charge.field.bent') : undefined}
                onChange={(text) => setTexts({ ...texts, [field]: text })}
              />
            )}
            {field === 'payer' && (
              <PayerFields
                payer={whole.payer ?? view.answers.payer}
                onChange={(payer) => setWhole({ ...whole, payer })}
              />
            )}
            {field === 'decisionMaking' && (
              <DecisionMakingFields
                said={whole.decisionMaking ?? view.answers.decisionMaking}
                proposed={view.decisionMaking.proposed}
                onChange={(decisionMaking) => setWhole({ ...whole, decisionMaking })}
              />
            )}
            <Source status={statusOf(view, field)} say={say} />
          </div>
        ))}
      </div>
      <p>
        <Button small submits kind={isOpen ? 'primary' : 'plain'} pending={pending}>
          {say('staff.charge.facts.keep')}
        </Button>
      </p>
    </form>
  );
}

const isSimple = (field: ChargeField): field is SimpleField => field in FORMS;
const statusOf = ({ fields }: ChargeView, field: ChargeField) => fields.find((one) => one.field === field);

interface SimpleProps {
  field: SimpleField;
  text: string;
  problem: string | undefined;
  onChange: (text: string) => void;
}

function Simple({ field, text, problem, onChange }: SimpleProps) {
  const say = useText();
  const { choices } = FORMS[field];
  const label = say(`staff.charge.field.${field}`);
  if (!choices) return <TextField label={label} value={text} onChange={onChange} problem={problem} />;
  return (
    <ChoiceField
      label={label}
      value={text}
      choices={[
        { value: '', text: say('staff.charge.not-said') },
        ...choices.map((value) => ({ value, text: say(`staff.charge.value.${field}.${value}`) })),
      ]}
      onChange={onChange}
    />
  );
}

/** Where the value comes from, in words. */
function Source({ status, say }: { status: ChargeFieldView | undefined; say: Say }) {
  if (!status) return null;
  const { from, isConfirmed, isChanged, isAsked, by, at } = status;
  if (from === 'none')
    return isAsked ? <p className="small charge-asked">{say('staff.charge.source.asked')}</p> : null;
  return (
    <p className={isConfirmed ? 'small soft' : 'small charge-asked'}>
      {isConfirmed
        ? say('staff.charge.source.person', { by: isolate(by ?? '–'), time: at ? formatInstant(at) : '' })
        : say(`staff.charge.source.${from}`)}
      {isChanged && ` ${say('staff.charge.source.changed')}`}
    </p>
  );
}

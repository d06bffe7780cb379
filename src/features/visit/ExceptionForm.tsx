// Signing an exception to the licence rule: which rule of the patient's state, why it applies, and the act itself. Nothing
// is chosen beforehand, and a rule that opens nothing says so before anybody signs.
import { useId, useState } from 'react';
import type { AttestException, ExceptionsView } from '#domain/visit';
import { formatDate } from '#lib/dates';
import { hasText } from '#lib/i18n';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { nameOfState } from './state-names.ts';

export type Attestation = Omit<ReturnType<typeof AttestException.parse>, 'visitId'>;
type Rule = ExceptionsView['rules'][number];

interface ExceptionFormProps {
  /** USPS code. */
  state: string;
  rules: readonly Rule[];
  pending: string | null;
  onSign: (said: Attestation) => void;
}

export function ExceptionForm({ state, rules, pending, onSign }: ExceptionFormProps) {
  const say = useText();
  const id = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const [statement, setStatement] = useState('');
  const [isSigned, setSigned] = useState(false);
  const [isTold, setTold] = useState(false);
  const rule = rules.find((one) => one.rule === chosen);
  const lacks = {
    rule: isTold && !rule,
    statement: isTold && statement.trim() === '',
    signature: isTold && !isSigned,
  };
  const problem = (part: keyof typeof lacks) =>
    lacks[part] && (
      <p id={`${id}-${part}`} className="field-problem" role="alert">
        {say(`staff.visit.exception.missing.${part}`)}
      </p>
    );
  const heardWith = (part: keyof typeof lacks) =>
    lacks[part] ? { 'aria-invalid': true, 'aria-describedby': `${id}-${part}` } : {};
  return (
    <form
      className="gate-exception stack-tight"
      noValidate
      aria-label={say('staff.visit.exception.title')}
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (!rule || statement.trim() === '' || !isSigned) return;
        onSign({
          ...{ kind: rule.kind, rule: rule.rule, state: state as Attestation['state'] },
          ...{ statement: statement.trim(), isSigned },
        });
      }}
    >
      <p>{say('staff.visit.exception.what', { state: nameOfState(state) })}</p>
      <fieldset className="gate-rules" {...(lacks.rule && { 'aria-describedby': `${id}-rule` })}>
        <legend className="strong">
          {say('staff.visit.exception.rules', { state: nameOfState(state) })}
        </legend>
        {rules.map((one) => (
          <RuleChoice
            key={one.rule}
            name={id}
            rule={one}
            isChosen={one.rule === chosen}
            onChoose={() => setChosen(one.rule)}
          />
        ))}
      </fieldset>
      {problem('rule')}
      <div className="field">
        <label htmlFor={`${id}-text`}>{say('staff.visit.exception.statement')}</label>
        <textarea
          id={`${id}-text`}
          rows={3}
          maxLength={1000}
          value={statement}
          {...heardWith('statement')}
          onChange={(event) => setStatement(event.target.value)}
        />
      </div>
      {problem('statement')}
      <label className="visit-check">
        <input
          type="checkbox"
          checked={isSigned}
          {...heardWith('signature')}
          onChange={(event) => setSigned(event.target.checked)}
        />
        {say('staff.visit.exception.attest')}
      </label>
      {problem('signature')}
      {rule?.doubt && <p className="small strong">{say('staff.visit.exception.before-doubt')}</p>}
      <p>
        <Button small kind="primary" submits pending={pending}>
          {say('staff.visit.exception.sign')}
        </Button>
      </p>
      <p className="small soft">{say('staff.visit.exception.kept')}</p>
    </form>
  );
}

interface RuleChoiceProps {
  name: string;
  rule: Rule;
  isChosen: boolean;
  onChoose: () => void;
}

function RuleChoice({ name, rule, isChosen, onChoose }: RuleChoiceProps) {
  const say = useText();
  const id = useId();
  const { kind, isOfState, conditions, source, certainty, effectiveFrom, effectiveTo, doubt } = rule;
  const reason = `staff.visit.gate.reason.${doubt}`;
  const day = (words: 'from' | 'to', date: string | null) =>
    date ? [say(`staff.visit.gate.${words}`, { date: formatDate(date) })] : [];
  const facts = [
    say(isOfState ? 'staff.visit.exception.of-state' : 'staff.visit.exception.of-many'),
    ...[
      say(`staff.visit.exception.certainty.${certainty}`),
      ...day('from', effectiveFrom),
      ...day('to', effectiveTo),
    ],
    // Its name and where it is written stand with the one that is chosen: five of them bury the choice.
    ...(isChosen ? [rule.rule, source] : []),
  ];
  return (
    <div className="gate-rule" data-chosen={isChosen || undefined}>
      <input
        id={id}
        type="radio"
        name={name}
        checked={isChosen}
        aria-describedby={`${id}-more`}
        onChange={onChoose}
      />
      <label htmlFor={id} className="strong">
        {say(`staff.visit.exception.kind.${kind}`)}
      </label>
      <div id={`${id}-more`} className="gate-rule-more">
        {doubt && (
          <p className="gate-rule-doubt">
            {say('staff.visit.exception.doubt')} {hasText(reason) ? say(reason) : doubt}
          </p>
        )}
        {conditions.map((one) => (
          <p key={one}>{one}</p>
        ))}
        <p className="small soft">{facts.join(' · ')}</p>
      </div>
    </div>
  );
}

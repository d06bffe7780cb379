// A line entered by hand. It allows nothing until somebody verifies it.
import { useState } from 'react';
import { CREDENTIAL_KINDS, type EnterCredential, PROFESSIONS } from '#domain/licensure';
import { State } from '#domain/rules';
import { ApiError } from '#lib/api';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { useRegisterOrder } from './credential-queries.ts';

interface EnterFormProps {
  launchId: string;
  today: string;
  onDone: () => void;
}

const STATES = State.options;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PERSON = /^Practitioner\/[A-Za-z0-9\-.]{1,64}$/;

export function EnterForm({ launchId, today, onDone }: EnterFormProps) {
  const say = useText();
  const order = useRegisterOrder(launchId, '');
  const [line, setLine] = useState<EnterCredential>({
    practitioner: 'Practitioner/',
    kind: 'licence',
    profession: 'physician',
    state: null,
    compact: null,
    number: null,
    status: 'active',
    from: today,
    to: '',
    residenceState: false,
  });
  const [isTold, setTold] = useState(false);
  const change = (part: Partial<EnterCredential>) => setLine({ ...line, ...part });
  const wrong = (isRight: boolean, key: string) => (isTold && !isRight ? say(key) : undefined);
  const isComplete = PERSON.test(line.practitioner) && DAY.test(line.from) && DAY.test(line.to);
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (isComplete) order.mutate(line, { onSuccess: onDone });
      }}
    >
      <TextField
        label={say('licensure.person')}
        value={line.practitioner}
        onChange={(practitioner) => change({ practitioner: practitioner.trim() })}
        problem={wrong(PERSON.test(line.practitioner), 'licensure.person.wrong')}
      />
      <ChoiceField
        label={say('licensure.kind')}
        value={line.kind}
        choices={CREDENTIAL_KINDS.map((value) => ({ value, text: say(`licensure.kind.${value}`) }))}
        onChange={(kind) => change({ kind })}
      />
      <ChoiceField
        label={say('licensure.profession')}
        value={line.profession}
        choices={PROFESSIONS.map((value) => ({ value, text: say(`licensure.profession.${value}`) }))}
        onChange={(profession) => change({ profession })}
      />
      <ChoiceField
        label={say('licensure.state')}
        value={line.state ?? ''}
        choices={[
          { value: '', text: say('licensure.state.none') },
          ...STATES.map((value) => ({ value, text: value })),
        ]}
        onChange={(state) => change({ state: STATES.find((one) => one === state) ?? null })}
      />
      <TextField
        label={say('licensure.number.label')}
        value={line.number ?? ''}
        onChange={(number) => change({ number: number.trim() || null })}
      />
      <TextField
        label={say('licensure.from')}
        value={line.from}
        onChange={(from) => change({ from: from.trim() })}
        problem={wrong(DAY.test(line.from), 'licensure.day')}
      />
      <TextField
        label={say('licensure.to')}
        value={line.to}
        onChange={(to) => change({ to: to.trim() })}
        problem={wrong(DAY.test(line.to), 'licensure.day')}
      />
      <label className="row">
        <input
          type="checkbox"
          checked={line.residenceState}
          onChange={(event) => change({ residenceState: event.target.checked })}
        />
        {say('licensure.residence')}
      </label>
      <p className="small">{say('licensure.enter.then')}</p>
      <p>
        <Button small kind="primary" submits pending={order.isPending ? say('app.one-moment') : null}>
          {say('licensure.enter.save')}
        </Button>
      </p>
      {order.isError && (
        <p role="alert">
          {say(
            order.error instanceof ApiError && order.error.code === 'licensure.barred'
              ? 'licensure.barred'
              : 'licensure.not-saved',
          )}
        </p>
      )}
    </form>
  );
}

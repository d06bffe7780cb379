// A named person looked at the primary source: what it says goes into the line, with their name and the day.
import { useState } from 'react';
import { CREDENTIAL_STATUSES, type CredentialView } from '#domain/licensure';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { useRegisterOrder } from './credential-queries.ts';
import { NpiLookUp } from './NpiLookUp.tsx';

interface VerifyFormProps {
  launchId: string;
  line: CredentialView;
  asksNpiRegistry: boolean;
  onDone: () => void;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function VerifyForm({ launchId, line, asksNpiRegistry, onDone }: VerifyFormProps) {
  const say = useText();
  const order = useRegisterOrder(launchId, `${encodeURIComponent(line.credentialId)}/verify`);
  const [source, setSource] = useState('');
  const [status, setStatus] = useState(
    CREDENTIAL_STATUSES.find((one) => one === line.status) ?? ('pending' as const),
  );
  const [to, setTo] = useState(line.to);
  const [isTold, setTold] = useState(false);
  const isRight = source.trim() !== '' && DAY.test(to);
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (isRight) order.mutate({ source: source.trim(), status, to }, { onSuccess: onDone });
      }}
    >
      {asksNpiRegistry && <NpiLookUp launchId={launchId} credentialId={line.credentialId} />}
      <TextField
        label={say('licensure.verify.source')}
        value={source}
        onChange={setSource}
        problem={isTold && source.trim() === '' ? say('licensure.missing') : undefined}
      />
      <ChoiceField
        label={say('licensure.verify.status')}
        value={status}
        choices={CREDENTIAL_STATUSES.map((value) => ({ value, text: say(`licensure.status.${value}`) }))}
        onChange={setStatus}
      />
      <TextField
        label={say('licensure.to')}
        value={to}
        onChange={setTo}
        problem={isTold && !DAY.test(to) ? say('licensure.day') : undefined}
      />
      <p className="small">{say('licensure.verify.kept')}</p>
      <p>
        <Button small kind="primary" submits pending={order.isPending ? say('app.one-moment') : null}>
          {say('licensure.verify.record')}
        </Button>
      </p>
      {order.isError && <p role="alert">{say('licensure.not-saved')}</p>}
    </form>
  );
}

// Says, signed, that a text was entered in error, and why. The text itself stays as it was.
import { useId, useState } from 'react';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { type OfVisit, useWithdraw } from './note-queries.ts';

const LONGEST = 1000;

interface WithdrawFormProps {
  visit: OfVisit;
  signedNoteId: string;
  onDone: () => void;
}

export function WithdrawForm({ visit, signedNoteId, onDone }: WithdrawFormProps) {
  const say = useText();
  const id = useId();
  const withdraw = useWithdraw(visit);
  const [reason, setReason] = useState('');
  const [isTold, setTold] = useState(false);
  // One key for one form: sent twice, it is one signature.
  const [requestKey] = useState(() => crypto.randomUUID());
  const problem = isTold && reason.trim() === '' ? say('staff.note.withdraw.missing') : undefined;
  return (
    <form
      className="note-withdraw"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (reason.trim() !== '')
          withdraw.mutate({ signedNoteId, reason: reason.trim(), requestKey }, { onSuccess: onDone });
      }}
    >
      <label htmlFor={id} className="strong">
        {say('staff.note.withdraw.reason')}
      </label>
      <textarea
        id={id}
        className="note-field"
        value={reason}
        maxLength={LONGEST}
        spellCheck={false}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => setReason(event.target.value)}
      />
      <p id={`${id}-problem`} className={problem ? 'note-problem' : 'small soft'}>
        {problem ?? say('staff.note.withdraw.meaning')}
      </p>
      {withdraw.isError && (
        <p role="alert" className="note-problem">
          {say('staff.note.withdraw.failed')}
        </p>
      )}
      <div className="row">
        <Button submits kind="primary" pending={withdraw.isPending ? say('staff.note.sign.pending') : null}>
          {say('staff.note.withdraw.now')}
        </Button>
        <Button onClick={onDone}>{say('staff.note.withdraw.back')}</Button>
      </div>
    </form>
  );
}

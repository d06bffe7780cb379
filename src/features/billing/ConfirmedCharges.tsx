// Charges of a visit that were confirmed: what, by whom, when; what holds one, who released it, what was taken back.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChargeView, ConfirmedChargeView } from '#domain/billing';
import { formatDate, formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { type Say, useText } from '#ui/text';
import { ConfirmedMaking } from './ConfirmedMaking.tsx';
import { claimExport, type useChargeOrder } from './charge-queries.ts';
import { Holds } from './EntryForm.tsx';
import { ClaimLines } from './ProposalCard.tsx';

interface ConfirmedChargesProps {
  launchId: string;
  view: ChargeView;
  order: ReturnType<typeof useChargeOrder>;
  pending: (call: string) => string | null;
}

export function ConfirmedCharges({ launchId, view, order, pending }: ConfirmedChargesProps) {
  const say = useText();
  if (view.charges.length === 0) return <p role="status">{say('staff.charge.none')}</p>;
  return (
    <ul className="charge-confirmed">
      {view.charges.map((charge) => (
        <li key={charge.chargeId} className={`charge-card charge-card-${charge.state}`}>
          <p role="status">
            <span className="strong">{say(`staff.charge.state.${charge.state}`)}</span>{' '}
            <span className="small soft">{charge.reference}</span>
          </p>
          <ClaimLines
            lines={charge.lines.map((line) => ({ ...line, pos: charge.placeOfService }))}
            labels={view.labels}
          />
          <p className="small">
            {charge.lines[0]?.diagnoses
              .map(({ code, display }) => [code, display].filter(Boolean).join(' '))
              .join(' · ')}
          </p>
          <p className="small soft">
            {say('staff.charge.confirmed-by', {
              day: formatDate(charge.serviceDate),
              ...signedText(charge.confirmed, say),
            })}
          </p>
          {charge.state === 'held' && <Holds holds={charge.holds} say={say} />}
          {charge.released && (
            <p className="small">
              {say('staff.charge.released-by', {
                ...signedText(charge.released, say),
                words: isolate(charge.released.checked),
              })}
            </p>
          )}
          {charge.withdrawn && (
            <p className="small">
              {say('staff.charge.withdrawn-by', {
                ...signedText(charge.withdrawn, say),
                words: isolate(charge.withdrawn.reason),
              })}
            </p>
          )}
          {charge.decisionMaking && <ConfirmedMaking made={charge.decisionMaking} />}
          <Steps {...{ launchId, charge, order, pending }} visitId={view.visitId} />
        </li>
      ))}
    </ul>
  );
}

function signedText({ by, at }: ConfirmedChargeView['confirmed'], say: Say) {
  return { by: isolate(by.name ?? '–'), role: say(`staff.charge.role.${by.role}`), time: formatInstant(at) };
}

interface StepsProps extends Omit<ConfirmedChargesProps, 'view'> {
  charge: ConfirmedChargeView;
  visitId: string;
}

/** Releasing and taking back want words: they are kept beside the charge. */
function Steps({ launchId, visitId, charge, order, pending }: StepsProps) {
  const say = useText();
  const [open, setOpen] = useState<'release' | 'withdraw' | null>(null);
  const [words, setWords] = useState('');
  const [isTold, setTold] = useState(false);
  const exported = useMutation(claimExport(launchId, visitId));
  if (charge.may.length === 0) return null;
  if (open === null)
    return (
      <p className="row">
        {charge.may.map((step) => (
          <Button
            key={step}
            small
            kind={step === 'release' ? 'primary' : 'plain'}
            pending={step === 'export' && exported.isPending ? say('app.one-moment') : null}
            onClick={() => (step === 'export' ? exported.mutate(charge) : setOpen(step))}
          >
            {say(`staff.charge.${step}`)}
          </Button>
        ))}
        {exported.isError && <span role="alert">{say('staff.charge.export.failed')}</span>}
        {exported.isSuccess && <span role="status">{say('staff.charge.export.done')}</span>}
      </p>
    );
  const call = `${encodeURIComponent(charge.chargeId)}/${open}`;
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (words.trim() === '') return;
        const body = open === 'release' ? { checked: words } : { reason: words };
        order.mutate({ call, body }, { onSuccess: () => setOpen(null) });
      }}
    >
      <TextField
        label={say(`staff.charge.${open}.words`)}
        value={words}
        onChange={setWords}
        problem={isTold && words.trim() === '' ? say('staff.charge.words-missing') : undefined}
      />
      <p className="row">
        <Button small kind="primary" submits pending={pending(call)}>
          {say(`staff.charge.${open}.now`)}
        </Button>
        <Button small onClick={() => setOpen(null)}>
          {say('staff.charge.leave')}
        </Button>
      </p>
    </form>
  );
}

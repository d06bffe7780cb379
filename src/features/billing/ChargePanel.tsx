// The charge of one visit: proposed with its reasons, answered and entered by a person, confirmed by a person. Draws
// what the server offers and no more.
import { useQuery } from '@tanstack/react-query';
import type { ChargeView } from '#domain/billing';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { AnswersForm } from './AnswersForm.tsx';
import { ConfirmedCharges } from './ConfirmedCharges.tsx';
import { chargeQuery, problemOf, useChargeOrder, useFollowNote } from './charge-queries.ts';
import { EntryForm } from './EntryForm.tsx';
import { ProposalCard } from './ProposalCard.tsx';
import './charge.css';

interface ChargePanelProps {
  launchId: string;
  visitId: string;
}

export function ChargePanel({ launchId, visitId }: ChargePanelProps) {
  const say = useText();
  const charge = useQuery(chargeQuery(launchId, visitId));
  useFollowNote(launchId, visitId);
  return (
    <section className="charge" aria-label={say('staff.charge.title')}>
      <h2>{say('staff.charge.title')}</h2>
      {charge.isPending && <Loading words={say('staff.charge.loading')} />}
      {charge.isError && (
        <Notice tone="care" title={say('staff.charge.failed')}>
          <p>
            <ReadAgain small query={charge} />
          </p>
        </Notice>
      )}
      {charge.data && <Charge launchId={launchId} view={charge.data} />}
    </section>
  );
}

function Charge({ launchId, view }: { launchId: string; view: ChargeView }) {
  const say = useText();
  const order = useChargeOrder(launchId, view.visitId);
  const pending = (call: string) =>
    order.isPending && order.variables.call === call ? say('app.one-moment') : null;
  const stands = view.charges.some(({ state }) => state !== 'withdrawn');
  const mayAnswer = view.may.includes('answer');
  return (
    <>
      {order.isError && (
        <p role="alert" className="charge-problem">
          {say(problemOf(order.error))}
        </p>
      )}
      <ConfirmedCharges launchId={launchId} view={view} order={order} pending={pending} />
      {!stands && (
        <>
          {!mayAnswer && <p className="soft">{say('staff.charge.look-only')}</p>}
          <ProposalCard
            view={view}
            pending={pending('entry')}
            onUse={
              mayAnswer
                ? (entry) => order.mutate({ call: 'entry', body: { revision: view.revision, entry } })
                : null
            }
          />
          {mayAnswer && (
            <>
              <AnswersForm
                view={view}
                pending={pending('answers')}
                onKeep={(said, then) =>
                  order.mutate(
                    { call: 'answers', body: { revision: view.revision, ...said } },
                    { onSuccess: then },
                  )
                }
              />
              <EntryForm launchId={launchId} view={view} order={order} pending={pending} />
            </>
          )}
        </>
      )}
    </>
  );
}

// Everything that is not in the EHR yet, oldest first: the whole backlog for a supervisor, one's own and what one was
// given for a clinician, the charges for a biller. No text of a note stands here.
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { DeliveriesView } from '#domain/write-back';
import { formatInstant } from '#lib/dates';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { DeliveryTable } from './DeliveryTable.tsx';
import { deliveriesQuery } from './delivery-queries.ts';
import { isNotTheirs } from './delivery-texts.ts';
import './deliveries.css';

export function DeliveriesPart({ launchId }: { launchId: string }) {
  const say = useText();
  const id = useId();
  const deliveries = useQuery(deliveriesQuery(launchId));
  const view = deliveries.data;
  const isRefused = isNotTheirs(deliveries.error);
  return (
    <section className="deliveries" aria-labelledby={id}>
      <h2 id={id}>{say(`staff.delivery.page.${view?.scope ?? 'loading'}`)}</h2>
      {deliveries.isPending && <Loading words={say('staff.delivery.loading')} />}
      {deliveries.isError && (
        <Notice tone="care" live="polite" title={say('staff.delivery.page.failed')}>
          <p>{say(isRefused ? 'staff.delivery.failed.not-yours' : 'staff.delivery.page.failed.means')}</p>
          {!isRefused && (
            <p>
              <ReadAgain small query={deliveries} />
            </p>
          )}
        </Notice>
      )}
      {view && <Backlog launchId={launchId} view={view} />}
    </section>
  );
}

function Backlog({ launchId, view }: { launchId: string; view: DeliveriesView }) {
  const say = useText();
  if (view.lines.length === 0) return <p className="soft">{say(`staff.delivery.page.none.${view.scope}`)}</p>;
  return (
    <>
      {view.lateCount > 0 && view.oldestAt && (
        <Notice tone="stop" live="polite" title={say('staff.delivery.late.title', { count: view.lateCount })}>
          <p>{say(`staff.delivery.late.${view.scope}`, { time: formatInstant(view.oldestAt) })}</p>
        </Notice>
      )}
      <p>
        {say(`staff.delivery.page.lead.${view.scope}`)}
        {view.count > view.lines.length && (
          <> {say('staff.delivery.page.more', { shown: view.lines.length, all: view.count })}</>
        )}
      </p>
      <DeliveryTable launchId={launchId} view={view} />
    </>
  );
}

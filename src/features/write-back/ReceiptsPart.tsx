// What became of everything that one visit puts into the EHR, in the order in which it goes. It changes by itself.
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { receiptsQuery, useAskAfterActs } from './delivery-queries.ts';
import { isNotTheirs, kindText, stateText } from './delivery-texts.ts';
import { ReceiptCard } from './ReceiptCard.tsx';
import './deliveries.css';

export function ReceiptsPart({ launchId, visitId }: { launchId: string; visitId: string }) {
  const say = useText();
  const id = useId();
  const receipts = useQuery(receiptsQuery(launchId, visitId));
  useAskAfterActs(launchId);
  const isRefused = isNotTheirs(receipts.error);
  return (
    <section className="deliveries" aria-labelledby={id}>
      <h2 id={id}>{say('staff.delivery.receipts')}</h2>
      {receipts.isPending && <Loading words={say('staff.delivery.loading')} />}
      {receipts.isError && (
        <Notice tone="care" title={say('staff.delivery.receipts.failed')}>
          <p>{say(isRefused ? 'staff.delivery.failed.not-yours' : 'staff.delivery.receipts.safe')}</p>
          {!isRefused && (
            <p>
              <ReadAgain small query={receipts} />
            </p>
          )}
        </Notice>
      )}
      {receipts.data?.receipts.length === 0 && <p className="soft">{say('staff.delivery.receipts.none')}</p>}
      {receipts.data && (
        <p role="status" className="hidden-but-read">
          {receipts.data.receipts
            .map((one) => `${kindText(one.kind, say)}: ${stateText(one, say)}.`)
            .join(' ')}
        </p>
      )}
      <ul className="delivery-list">
        {receipts.data?.receipts.map((receipt) => (
          <ReceiptCard key={receipt.deliveryId} launchId={launchId} receipt={receipt} />
        ))}
      </ul>
    </section>
  );
}

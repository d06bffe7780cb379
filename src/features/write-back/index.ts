// The screens of the write-back: receipts beside a visit, and at the staff door whatever is not in the EHR yet.
import { lazy } from 'react';
import { withDeliveryWords } from './delivery-words.ts';

/** Per thing of one visit what became of it, and what to do now. */
export const ReceiptsPart = lazy(() =>
  withDeliveryWords(import('./ReceiptsPart.tsx')).then((part) => ({ default: part.ReceiptsPart })),
);

/** The tenant's backlog, one's own, or the charges: the server decides which. */
export const DeliveriesPart = lazy(() =>
  withDeliveryWords(import('./DeliveriesPart.tsx')).then((part) => ({ default: part.DeliveriesPart })),
);

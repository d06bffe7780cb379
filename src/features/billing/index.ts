// The screens of the charge: beside a visit, and the worklist of whoever keeps the books.
import { lazy } from 'react';
import { withChargeWords } from './charge-words.ts';

export const ChargePanel = lazy(() =>
  withChargeWords(import('./ChargePanel.tsx')).then((panel) => ({ default: panel.ChargePanel })),
);
export const ChargesPage = lazy(() =>
  withChargeWords(import('./ChargesPage.tsx')).then((page) => ({ default: page.ChargesPage })),
);

// Charges on the server: the draft of a visit's charge, its confirmation by a person, and what was confirmed.
export type { BillingNeeds } from './billing-needs.ts';
export { readChargeLabels } from './charge-labels.ts';
export { findConfirmedCharge } from './find-confirmed.ts';
export { billingRoutes } from './routes.ts';

// Marks a visit for a person's eye before it is billed. What is billed is decided elsewhere.
import { AppError } from '#server/errors';
import type { StandingAt } from './at-visit.ts';
import { updateVisit } from './visit-store.ts';

export async function markForBilling(at: StandingAt, code: string): Promise<void> {
  const { visit } = at;
  if (visit.billingReview.includes(code)) return;
  const changes = { billingReview: [...visit.billingReview, code] };
  if (!(await updateVisit(at.tx, visit, changes)))
    throw new AppError('conflict', 'visit.state', 'The visit has moved on meanwhile.');
  Object.assign(visit, changes, { version: visit.version + 1 });
}

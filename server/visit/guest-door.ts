// The one door a guest comes in by: the invitation out of the address's fragment, once. Guessing is counted, and
// who guesses too often waits.
import { TakeInvitation } from '#domain/visit';
import { AppError } from '#server/errors';
import { type HttpRow, route } from '#server/http';
import { takeInvitation } from './guest-verbs.ts';
import type { VisitNeeds } from './visit-needs.ts';

const MINUTE_MS = 60_000;
/** Wrong invitations of one address in a minute (security-rules T19). */
const WRONG_A_MINUTE = 10;
/** Addresses remembered; beyond, all strangers share what is left. */
const MOST_ADDRESSES = 10_000;

export function guestDoor(needs: VisitNeeds): HttpRow[] {
  const limit = createGuessLimit(() => needs.now().getTime());
  return [
    route(
      'POST',
      '/launch/guest/api/invitation',
      {
        who: 'anyone',
        input: TakeInvitation,
        audit: { none: 'recorded by the handler, which alone knows whose visit it is' },
      },
      async ({ input, req, requestId }) => {
        const address = req.ip ?? '';
        if (limit.isReached(address))
          throw new AppError('too-many', 'guest.too-many', 'Too many tries. Wait a minute, then try again.');
        const taken = await takeInvitation(needs, input, req.headers.cookie);
        if (!taken) limit.count(address);
        await needs.recordAccess({
          event: 'guest.come',
          outcome: taken ? 'success' : 'refused',
          requestId,
          ...(taken && { tenantId: taken.tenantId, detail: { visit: taken.visitId } }),
          ...(req.ip !== undefined && { address: req.ip }),
        });
        if (!taken)
          throw new AppError(
            'not-found',
            'guest.invitation',
            'This invitation cannot be used: it was used before, has run out, or was taken back. Ask for a new one.',
          );
        return {
          json: { address: `/l/${taken.launchId}/`, visitId: taken.visitId },
          cookies: taken.cookies,
        };
      },
    ),
  ];
}

export function createGuessLimit(clock: () => number) {
  let since = clock();
  let wrong = new Map<string, number>();
  const fresh = () => {
    if (clock() - since < MINUTE_MS) return;
    since = clock();
    wrong = new Map();
  };
  const keyOf = (address: string) => (wrong.has(address) || wrong.size < MOST_ADDRESSES ? address : '');
  return {
    isReached(address: string): boolean {
      fresh();
      return (wrong.get(keyOf(address)) ?? 0) >= WRONG_A_MINUTE;
    },
    count(address: string): void {
      fresh();
      wrong.set(keyOf(address), (wrong.get(keyOf(address)) ?? 0) + 1);
    },
  };
}

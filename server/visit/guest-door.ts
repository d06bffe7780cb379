// The one door a guest comes in by: the invitation out of the address's fragment, once. Guessing is counted, and
// who guesses too often waits.
import type { Request } from 'express';
import { type InvitationFault, ShowInvitation, TakeInvitation } from '#domain/visit';
import { AppError, type ErrorKind } from '#server/errors';
import { type Access, type HttpRow, route } from '#server/http';
import { showInvitation, takeInvitation } from './take-invitation.ts';
import type { VisitNeeds } from './visit-needs.ts';

const MINUTE_MS = 60_000;
/** Wrong invitations of one address in a minute (security-rules T19). */
const WRONG_A_MINUTE = 10;
/** Addresses remembered; beyond, all strangers share what is left. */
const MOST_ADDRESSES = 10_000;

const declared = {
  who: 'anyone',
  audit: { none: 'recorded by the handler, which alone knows whose visit it is' },
} as const;

export function guestDoor(needs: VisitNeeds): HttpRow[] {
  const limit = createGuessLimit(() => needs.now().getTime());
  const { guard, record } = createWatch(needs, limit);
  return [
    route(
      'POST',
      '/launch/guest/api/show',
      { ...declared, input: ShowInvitation },
      async ({ input, req, requestId }) => {
        guard(req);
        const shown = await showInvitation(needs, input, req.headers.cookie);
        // Looking is on record only where it fails: what is shown says nothing of anybody.
        if (!shown.ok) await record(req, requestId, 'refused', shown.of, shown.fault);
        return shown.ok ? { json: shown.view, cookies: shown.cookies } : refuse(shown.fault);
      },
    ),
    route(
      'POST',
      '/launch/guest/api/invitation',
      { ...declared, input: TakeInvitation },
      async ({ input, req, requestId }) => {
        guard(req);
        const taken = await takeInvitation(needs, input, req.headers.cookie);
        if (!taken.ok) {
          await record(req, requestId, 'refused', taken.of, taken.fault);
          return refuse(taken.fault);
        }
        await record(req, requestId, 'success', taken);
        const { launchId, visitId, cookies } = taken;
        return { json: { address: `/l/${launchId}/`, visitId }, cookies };
      },
    ),
  ];
}

function createWatch(needs: VisitNeeds, limit: ReturnType<typeof createGuessLimit>) {
  return {
    guard(req: Request): void {
      if (limit.isReached(req.ip ?? ''))
        throw new AppError('too-many', 'guest.too-many', 'Too many tries. Wait a minute, then try again.');
    },
    async record(
      req: Request,
      requestId: string,
      outcome: Access['outcome'],
      of: { tenantId: string; visitId: string } | null,
      fault?: InvitationFault,
    ): Promise<void> {
      if (fault === 'unknown') limit.count(req.ip ?? '');
      const detail = { ...(of && { visit: of.visitId }), ...(fault && { code: fault }) };
      await needs.recordAccess({
        ...{ event: 'guest.come', outcome, requestId, detail },
        ...(of && { tenantId: of.tenantId }),
        ...(req.ip !== undefined && { address: req.ip }),
      });
    },
  };
}

const REFUSALS: Record<InvitationFault, [ErrorKind, string]> = {
  unknown: ['not-found', 'There is no such invitation.'],
  used: ['gone', 'This invitation was used before.'],
  expired: ['gone', 'This invitation has run out.'],
  removed: ['gone', 'This invitation was taken back.'],
  over: ['gone', 'The visit of this invitation is over.'],
  'closed-now': ['conflict', 'Nobody new can come into the visit at the moment.'],
};

function refuse(fault: InvitationFault): never {
  const [kind, detail] = REFUSALS[fault];
  throw new AppError(kind, `guest.${fault}`, detail);
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

// Where a browser in a visit asks for the relays it may use. The room itself needs no token: who may exchange
// media with whom is asked at every message of the socket.
import { z } from 'zod';
import { AppError } from '#server/errors';
import { type HttpRow, route } from '#server/http';
import { type FindMember, VISIT_CALLERS } from '#server/realtime';
import { mintTurnCredential, type TurnSettings } from './turn.ts';

export interface VideoRouteNeeds {
  /** Null: the site has no relay; no one else's is used instead. */
  turn: TurnSettings | null;
  findMember: FindMember;
  now: () => Date;
}

/** What `RTCPeerConnection` takes, and until when the credential opens a new allocation. */
export interface RelaysView {
  iceServers: { urls: string[]; username: string; credential: string }[];
  /** ISO instant; null without a relay. */
  expiresAt: string | null;
}

export function videoRoutes(needs: VideoRouteNeeds): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/visits/:visitId/relays',
      {
        who: VISIT_CALLERS,
        input: z.strictObject({ visitId: z.string().min(1).max(100) }),
        audit: { none: 'the address of a relay and a password for minutes; it opens no room and no record' },
      },
      async ({ session, input: { visitId } }) => {
        const member = await needs.findMember(session, visitId);
        if (!member)
          throw new AppError('not-found', 'visit.not-found', 'There is no such visit for you to join.');
        const whose = { tenantId: session.tenantId, visitId, participantId: member.participantId };
        return { json: viewRelays(needs, whose) };
      },
    ),
  ];
}

function viewRelays(
  { turn, now }: VideoRouteNeeds,
  whose: { tenantId: string; visitId: string; participantId: string },
): RelaysView {
  if (!turn) return { iceServers: [], expiresAt: null };
  const { username, credential, expiresAt } = mintTurnCredential(turn, whose, now());
  return {
    iceServers: [{ urls: [...turn.urls], username, credential }],
    expiresAt: expiresAt.toISOString(),
  };
}

// The relays a browser in a visit may use, with a password for minutes.
import type { RelaysView } from '#domain/video';
import { mintTurnCredential, type TurnSettings } from './turn.ts';

export interface RelayNeeds {
  /** Null: the site has no relay; no one else's is used instead. */
  turn: TurnSettings | null;
  /** This tenant's media never go straight. */
  isRelayOnly(tenantId: string): boolean;
  now: () => Date;
}

export function viewRelays(
  { turn, isRelayOnly, now }: RelayNeeds,
  whose: { tenantId: string; visitId: string; participantId: string },
): RelaysView {
  const relayOnly = isRelayOnly(whose.tenantId);
  if (!turn) return { iceServers: [], expiresAt: null, relayOnly };
  const { username, credential, expiresAt } = mintTurnCredential(turn, whose, now());
  return {
    iceServers: [{ urls: [...turn.urls], username, credential }],
    expiresAt: expiresAt.toISOString(),
    relayOnly,
  };
}

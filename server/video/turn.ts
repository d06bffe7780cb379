// Time-limited TURN credentials as coturn's `use-auth-secret` reads them (draft-uberti-behave-turn-rest-00
// §2.2): the user name says until when, the password is its HMAC. It opens a relay, never a room.
import { createHmac } from 'node:crypto';

export interface TurnSettings {
  /** `turn:` and `turns:` addresses (RFC 7065), as browsers take them. */
  urls: readonly string[];
  /** Shared with the TURN server. */
  secret: string;
}

export interface TurnCredential {
  username: string;
  credential: string;
  expiresAt: Date;
}

/** Long enough for a slow check of the network, short enough to be worthless tomorrow. A running allocation lives on. */
const LIFETIME_SECONDS = 15 * 60;

/**
 * For one person in one visit. The TURN server's log gets a pseudonym, the same for the same pair, so that
 * abuse can be traced here and nowhere else.
 */
export function mintTurnCredential(
  settings: TurnSettings,
  whose: { tenantId: string; visitId: string; participantId: string },
  now: Date,
): TurnCredential {
  const expires = Math.floor(now.getTime() / 1000) + LIFETIME_SECONDS;
  const pseudonym = createHmac('sha256', settings.secret)
    .update(JSON.stringify([whose.tenantId, whose.visitId, whose.participantId]))
    .digest('base64url')
    .slice(0, 22);
  const username = `${expires}:${pseudonym}`;
  return {
    username,
    // SHA-1 is what the scheme and coturn fix; HMAC does not rest on its resistance to collisions.
    credential: createHmac('sha1', settings.secret).update(username).digest('base64'),
    expiresAt: new Date(expires * 1000),
  };
}

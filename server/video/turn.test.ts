import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mintTurnCredential } from './turn.ts';

const settings = { urls: ['turn:relay.example'], secret: 'a secret of thirty-two characters' };
const whose = { tenantId: 'one', visitId: 'visit-1', participantId: 'p-1' };
const now = new Date('2026-11-20T15:00:00Z');

describe('a TURN credential', () => {
  const minted = mintTurnCredential(settings, whose, now);

  it('says in its name until when it holds: fifteen minutes', () => {
    expect(Number(minted.username.split(':')[0])).toBe(now.getTime() / 1000 + 900);
    expect(minted.expiresAt.toISOString()).toBe('2026-11-20T15:15:00.000Z');
  });

  it('is the HMAC of the name, so that a changed name is worth nothing', () => {
    const hmac = createHmac('sha1', settings.secret).update(minted.username).digest('base64');
    expect(minted.credential).toBe(hmac);
  });

  it('names nobody, and tells people and visits apart', () => {
    expect(minted.username).not.toMatch(/visit-1|p-1|one/);
    const others = [{ visitId: 'visit-2' }, { participantId: 'p-2' }, { tenantId: 'two' }].map(
      (other) => mintTurnCredential(settings, { ...whose, ...other }, now).username,
    );
    expect(new Set([minted.username, ...others]).size).toBe(4);
    expect(mintTurnCredential(settings, whose, now)).toEqual(minted);
  });
});

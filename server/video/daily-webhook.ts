// Is this word from Daily? A signature over the moment and the bytes, with the secret of the webhook; old words and
// words from the future are none. https://docs.daily.co/reference/rest-api/webhooks
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** How far their clock and the way here may be off. */
const WINDOW_MS = 5 * 60_000;

export interface SignedWord {
  /** `X-Webhook-Signature`: base64. */
  signature: string | undefined;
  /** `X-Webhook-Timestamp`: since the epoch; seconds, or milliseconds. */
  timestamp: string | undefined;
  bytes: Uint8Array;
}

/** `secret`: base64, as Daily gives it. */
export function isFromDaily({ signature, timestamp, bytes }: SignedWord, secret: string, now: Date): boolean {
  if (!signature || !timestamp || !/^\d{1,16}$/.test(timestamp)) return false;
  const said = Number(timestamp);
  const at = said > 1e11 ? said : said * 1000;
  if (Math.abs(now.getTime() - at) > WINDOW_MS) return false;
  const expected = createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`${timestamp}.`)
    .update(bytes)
    .digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What we keep: that a room was used and by whom, by our own ids. Everything else they tell is passed over. */
export const WEBHOOK_KINDS = [
  'meeting.started',
  'meeting.ended',
  'participant.joined',
  'participant.left',
] as const;

export const DailyWord = z.object({
  id: z.string().min(1).max(200),
  type: z.string().max(100),
  payload: z.object({ room: z.string().max(200), user_id: z.string().max(100).nullish() }),
});
export type DailyWord = z.infer<typeof DailyWord>;

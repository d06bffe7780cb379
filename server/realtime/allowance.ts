// How much one connection may send: a bucket that fills with time. Trickled ICE for three peers is about a
// hundred messages at once, so the burst is wide and the steady rate is low.

export interface Allowance {
  tokens: number;
  filledAt: number;
}

export interface Rate {
  burst: number;
  perSecond: number;
}

export const MESSAGES: Rate = { burst: 240, perSecond: 4 };
export const BYTES: Rate = { burst: 1_048_576, perSecond: 65_536 };

export function newAllowance(rate: Rate, now: number): Allowance {
  return { tokens: rate.burst, filledAt: now };
}

/** False when the bucket is empty; the caller cuts the connection. `now` in ms. */
export function take(allowance: Allowance, rate: Rate, cost: number, now: number): boolean {
  const filled = allowance.tokens + ((now - allowance.filledAt) / 1000) * rate.perSecond;
  allowance.tokens = Math.min(rate.burst, filled) - cost;
  allowance.filledAt = now;
  return allowance.tokens >= 0;
}

// When an access token ends. `expires_in` is only recommended by SMART; without it an hour is the most
// an EHR should give (SMART 2.2 app-launch), and a 401 before that makes us refresh.
const LONGEST_SECONDS = 24 * 3600;
const ASSUMED_SECONDS = 3600;

export function readExpiry(expiresIn: unknown, now: Date): Date {
  const seconds = typeof expiresIn === 'number' && expiresIn > 0 ? expiresIn : ASSUMED_SECONDS;
  return new Date(now.getTime() + Math.min(seconds, LONGEST_SECONDS) * 1000);
}

// Does this failure of a poll end the screen, or is the line only dead for a while?
import { ApiError } from '#lib/api';

/** The server answered that this browser has no (more) business here. */
export function isOver(error: Error): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** Nobody is signed in here (any more). */
export function isGone(error: Error): boolean {
  return error instanceof ApiError && error.status === 401;
}

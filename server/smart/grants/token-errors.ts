// What callers are told when there is no token to act with.
import { AppError } from '#server/errors';

export function relaunchNeeded(): AppError {
  return new AppError(
    'ehr-refused',
    'ehr.relaunch-needed',
    'The hospital’s system has ended this connection. What you typed is kept. Open Webside again from the chart.',
  );
}

export function tokenUnavailable(): AppError {
  return new AppError(
    'ehr-silent',
    'ehr.token-unavailable',
    'The hospital’s system does not answer just now. What you typed is kept. Please try again in a minute.',
  );
}

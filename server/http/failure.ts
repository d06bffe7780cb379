// The one place where what was thrown becomes an answer: problem+json, with words and a request id.
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, type Problem, problemOf } from '#server/errors';
import { requestIdOf } from './request-id.ts';
import type { Log } from './watch.ts';

export function answerFailure(log: Log): ErrorRequestHandler {
  return (thrown, _req, res, next) => {
    const problem = describeFailure(log, thrown, requestIdOf(res));
    if (res.headersSent) return next(thrown);
    res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** What the caller is told. A failure of ours is also logged. */
export function describeFailure(log: Log, thrown: unknown, requestId: string): Problem {
  const problem = problemOf(translate(thrown), requestId);
  // The stack names files and lines of ours; the message of a foreign error may quote data and stays out.
  if (problem.status >= 500)
    log.error({ requestId, code: problem.code, stack: framesOf(thrown) }, 'request failed');
  return problem;
}

export const answerNotFound: RequestHandler = (_req, _res, next) =>
  next(new AppError('not-found', 'not-found', 'There is nothing at this address.'));

/** What Express and its body readers throw, in our kinds. */
function translate(thrown: unknown): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const status = 'status' in thrown ? thrown.status : undefined;
  if (status === 413)
    return new AppError('too-large', 'input.too-large', 'That is more than this page accepts.');
  if (status === 415) return new AppError('unsupported-media-type', 'input.type', 'Send application/json.');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new AppError('bad-request', 'input.invalid', 'The request is not in the form this page sends.');
  return thrown;
}

function framesOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n');
}

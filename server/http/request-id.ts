// One id per request: in the log, in the audit row, in the error a person can quote, and on the way to
// the EHR as X-Request-Id. Ours always; what a caller sends is not believed.
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

export const giveRequestId: RequestHandler = (_req, res, next) => {
  const id = randomUUID();
  res.locals.requestId = id;
  res.setHeader('X-Request-Id', id);
  next();
};

export function requestIdOf(res: Response): string {
  return String(res.locals.requestId);
}

// The table of contents: request id, metrics, headers, the route table, static files, errors. Does not listen.
import { join } from 'node:path';
import express, { type Express } from 'express';
import { answerFailure, answerNotFound, giveRequestId, mountRoutes, strictHeaders } from '#server/http';
import type { Context } from './context.ts';

export function createApp(context: Context): Express {
  const { dist } = context.folders;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', context.trustProxy);
  app.use(giveRequestId, context.watch.requests, ...strictHeaders(context.publicUrl));
  app.use(mountRoutes(context, context.rows));
  app.use('/assets', express.static(join(dist, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  app.use(express.static(dist, { index: false, redirect: false, maxAge: '1h' }));
  app.use(answerNotFound, answerFailure(context.log));
  return app;
}

// The table of contents: request id, metrics, headers, the route table, static files, errors. Does not listen.
import { join } from 'node:path';
import compression from 'compression';
import express, { type Express, type Response } from 'express';
import { answerFailure, answerNotFound, giveRequestId, mountRoutes, strictHeaders } from '#server/http';
import type { Context } from './context.ts';

const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;

export function createApp(context: Context): Express {
  const { dist } = context.folders;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', context.trustProxy);
  app.use(giveRequestId, context.watch.requests, ...strictHeaders(context.publicUrl));
  app.use(mountRoutes(context, context.rows));
  // Compressed here and nowhere else: an answer that mixes secrets with what a caller sent must not be (BREACH).
  app.use(compression());
  app.use(
    '/assets',
    express.static(join(dist, 'assets'), { index: false, setHeaders: keepFor(YEAR, 'immutable') }),
  );
  app.use(express.static(dist, { index: false, redirect: false, setHeaders: keepFor(HOUR) }));
  app.use(answerNotFound, answerFailure(context.log));
  return app;
}

/** Static files hold no health data; everything else keeps the `no-store` of the strict headers. */
function keepFor(seconds: number, more = 'must-revalidate') {
  return (res: Response) => res.setHeader('Cache-Control', `public, max-age=${seconds}, ${more}`);
}

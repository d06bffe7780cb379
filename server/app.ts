// The table of contents: the FHIR road; then request id, metrics, headers, the route table, static files, errors.
// Does not listen.

import type { IncomingMessage, RequestListener } from 'node:http';
import { join } from 'node:path';
import compression from 'compression';
import express, { type Application, type Response } from 'express';
import {
  answerFailure,
  answerNotFound,
  giveRequestId,
  lawOver,
  listStrictHeaders,
  mountRoutes,
  openRoad,
  strictHeaders,
} from '#server/http';
import type { Context } from './context.ts';

const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;

export function createApp(context: Context): RequestListener {
  const { dist } = context.folders;
  const { rows, watch, log, publicUrl } = context;
  const law = lawOver(context);
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', context.trustProxy);
  app.use(giveRequestId, watch.requests, strictHeaders(publicUrl));
  app.use(mountRoutes(context, rows, law));
  // Compressed here and nowhere else: an answer that mixes secrets with what a caller sent must not be (BREACH).
  app.use(compression({ level: 9 }));
  app.use(
    '/assets',
    express.static(join(dist, 'assets'), { index: false, setHeaders: keepFor(YEAR, 'immutable') }),
  );
  app.use(express.static(dist, { index: false, redirect: false, setHeaders: keepFor(HOUR) }));
  app.use(answerNotFound, answerFailure(log));
  const headers = listStrictHeaders(publicUrl);
  const road = openRoad({ law, rows, watch, log, headers, addressOf: (req) => addressOf(app, req) });
  return (req, res) => {
    if (!road(req, res)) app(req, res);
  };
}

/** What Express calls `req.ip`, by its own reckoning, for a request that it has not seen. */
function addressOf(app: Application, req: IncomingMessage): string | undefined {
  if (app.get('trust proxy') === false) return req.socket.remoteAddress;
  const { request } = app as Application & { request: object };
  return Reflect.get(request, 'ip', Object.create(req, { app: { value: app } }));
}

/** Static files hold no health data; everything else keeps the `no-store` of the strict headers. */
function keepFor(seconds: number, more = 'must-revalidate') {
  return (res: Response) => res.setHeader('Cache-Control', `public, max-age=${seconds}, ${more}`);
}

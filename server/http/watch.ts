// What operators see: one log line a request with allow-listed fields, and Prometheus metrics by route
// pattern. No URL, no query, no identifier of a person, no header value.
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { pino } from 'pino';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { requestIdOf } from './request-id.ts';

/** The fields a log line may have; anything else is dropped before it is written. */
const ALLOWED = new Set(
  (
    'msg level time event requestId method route status ms code kind tenantId count address port version ' +
    'signal stack state seconds migration faults personality texts'
  ).split(' '),
);

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const logger = pino(
    { level, base: null, formatters: { log: allowListed } },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );
  return logger;
}

function allowListed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED.has(name)));
}

/** A request under way, in the words a log may use. */
export interface Followed {
  requestId: string;
  method: string;
  /** Its route pattern, asked when it is over. */
  route(): string;
}

export interface Watch {
  registry: Registry;
  requests: RequestHandler;
  /** Counts and logs the request when its answer has left. */
  follow(res: ServerResponse, followed: Followed): void;
}

export function createWatch(log: Log): Watch {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'webside_' });
  const labels = ['method', 'route', 'status'] as const;
  const total = new Counter({
    name: 'webside_http_requests_total',
    help: 'Requests by route pattern',
    labelNames: labels,
    registers: [registry],
  });
  const took = new Histogram({
    name: 'webside_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['route'],
    registers: [registry],
  });
  function follow(res: ServerResponse, { requestId, method, route }: Followed): void {
    const began = performance.now();
    res.once('close', () => {
      const labels = { route: route() };
      const status = res.statusCode;
      const ms = Math.round(performance.now() - began);
      total.inc({ ...labels, method, status: String(status) });
      took.observe(labels, ms / 1000);
      log.info({ requestId, method, ...labels, status, ms }, 'request');
    });
  }
  return {
    registry,
    follow,
    requests(req, res, next) {
      const route = () => (typeof res.locals.routePath === 'string' ? res.locals.routePath : 'other');
      follow(res, { requestId: requestIdOf(res), method: req.method, route });
      next();
    },
  };
}

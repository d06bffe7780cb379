// Headers on every answer, and the frame-ancestors of pages. No inline script or style, no eval,
// nothing from other hosts; framing only by registered EHR origins (ASVS V3.4.x, SMART best practices).
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const PERMISSIONS =
  'accelerometer=(), autoplay=(self), camera=(self), display-capture=(self), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(self), payment=(), usb=()';

const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "media-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
];

/** The policy of one page; `frameOrigins` empty means nobody may frame it. */
export function contentSecurityPolicy(frameOrigins: readonly string[]): string {
  const ancestors = frameOrigins.length === 0 ? "'none'" : ["'self'", ...frameOrigins].join(' ');
  return [...DIRECTIVES, `frame-ancestors ${ancestors}`].join('; ');
}

/**
 * For every answer, 404 and 500 included; worked out once. Pages widen `frame-ancestors` afterwards, nothing else
 * does.
 */
export function listStrictHeaders(publicUrl: URL): readonly [name: string, value: string][] {
  const protect = helmet({
    contentSecurityPolicy: false,
    xFrameOptions: false,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity:
      publicUrl.protocol === 'https:' ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  const headers = new Headers({
    'Content-Security-Policy': contentSecurityPolicy([]),
    'Permissions-Policy': PERMISSIONS,
    'Cache-Control': 'no-store',
  });
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  protect({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return [...headers];
}

/** The same, for Express. */
export function strictHeaders(publicUrl: URL): RequestHandler {
  const headers = listStrictHeaders(publicUrl);
  return (_req, res, next) => {
    res.removeHeader('X-Powered-By');
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

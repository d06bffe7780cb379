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

export type VideoVendor = 'daily';

/**
 * What a call at the vendor needs beyond our own: its script where nothing is run by eval, its servers, its workers.
 * https://docs.daily.co/docs/guides/privacy-and-security/content-security-policy
 */
const OF_VENDOR: Record<VideoVendor, Readonly<Record<string, string>>> = {
  daily: {
    'script-src': 'https://*.daily.co',
    'connect-src': 'https://*.daily.co https://*.pluot.blue wss://*.wss.daily.co',
    'worker-src': "'self' blob:",
  },
};

/** The policy of one page; `frameOrigins` empty means nobody may frame it. */
export function contentSecurityPolicy(
  frameOrigins: readonly string[],
  vendor: VideoVendor | null = null,
): string {
  const ancestors = frameOrigins.length === 0 ? "'none'" : ["'self'", ...frameOrigins].join(' ');
  return [...(vendor ? widen(OF_VENDOR[vendor]) : DIRECTIVES), `frame-ancestors ${ancestors}`].join('; ');
}

function widen(by: Readonly<Record<string, string>>): string[] {
  const known = DIRECTIVES.map((directive) => {
    const more = by[directive.split(' ')[0] ?? ''];
    return more ? `${directive} ${more}` : directive;
  });
  const names = new Set(DIRECTIVES.map((directive) => directive.split(' ')[0]));
  const fresh = Object.entries(by).filter(([name]) => !names.has(name));
  return [...known, ...fresh.map((directive) => directive.join(' '))];
}

/**
 * For every answer, 404 and 500 included; worked out once. Pages widen `frame-ancestors` afterwards, and those of a
 * tenant with a video vendor what its calls need; nothing else does.
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

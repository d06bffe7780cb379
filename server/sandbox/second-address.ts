// The same FHIR partition under a second base, as Oracle Health serves patients' apps (ehr-integration.md
// §3.5): addresses in the answers are those of the base that was asked.
import type { RequestHandler } from 'express';
import { holdAnswer } from '#server/sandbox/faults';

/** Wraps a handler that writes `first` into its answers so that they say `second`. */
export function underSecondAddress(handle: RequestHandler, first: string, second: string): RequestHandler {
  const rewrite = (text: string) => text.replaceAll(`${first}/`, `${second}/`);
  return (request, response, next) => {
    holdAnswer(response, (body) => {
      for (const [name, value] of Object.entries(response.getHeaders())) {
        if (typeof value === 'string' && value.includes(first)) response.setHeader(name, rewrite(value));
      }
      const type = String(response.getHeader('content-type') ?? '');
      const sent = type.includes('json') ? Buffer.from(rewrite(body.toString('utf8'))) : body;
      if (response.hasHeader('content-length') || sent.length > 0)
        response.setHeader('Content-Length', sent.length);
      response.end(sent);
    });
    handle(request, response, next);
  };
}

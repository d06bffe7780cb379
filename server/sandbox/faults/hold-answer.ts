// Holds an answer back until it is whole and hands it over instead of sending it.
import type { ServerResponse } from 'node:http';

/** From now on nothing leaves through `response`; at its end it works again and `deliver` gets the body. */
export function holdAnswer(response: ServerResponse, deliver: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const { write, end, writeHead } = response;
  const keep = (chunk: unknown, encoding?: unknown) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, (encoding as BufferEncoding) || 'utf8'));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const later = (...rest: unknown[]) =>
    rest.find((each) => typeof each === 'function') as (() => void) | undefined;
  Object.assign(response, {
    flushHeaders: () => undefined,
    writeHead(status: number, ...rest: unknown[]) {
      response.statusCode = status;
      const headers = rest.find((each) => typeof each === 'object' && each !== null);
      for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value as string);
      return response;
    },
    write(chunk: unknown, encoding?: unknown, done?: unknown) {
      keep(chunk, encoding);
      later(encoding, done)?.();
      return true;
    },
    end(chunk?: unknown, encoding?: unknown) {
      keep(chunk, encoding);
      Object.assign(response, { write, end, writeHead });
      response.removeHeader('Transfer-Encoding');
      deliver(Buffer.concat(chunks));
      return response;
    },
  });
}

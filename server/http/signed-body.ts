// The bytes of a body as they came, for rows that are proven by a signature over them. Kept no longer than the request.
import type { IncomingMessage } from 'node:http';

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** `verify` of express's JSON reader. */
export function keepBodyBytes(req: IncomingMessage, _res: unknown, bytes: Buffer): void {
  bodies.set(req, bytes);
}

/** Empty where there was no body. */
export function bodyBytesOf(req: IncomingMessage): Buffer {
  return bodies.get(req) ?? Buffer.alloc(0);
}

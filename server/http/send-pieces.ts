// Answers that are no single text of ours: a stream, piece by piece, and bytes of somebody else. Called only
// when the audit row is committed.
import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import type { Answer } from './route.ts';

/** Each piece leaves as it comes; nobody buffers on the way. Stops when the browser has gone. */
export async function sendStream(
  res: Response,
  { type, pieces }: NonNullable<Answer['stream']>,
): Promise<void> {
  res.setHeader('Content-Type', type);
  res.setHeader('X-Accel-Buffering', 'no');
  res.flushHeaders();
  for await (const piece of pieces) {
    if (res.closed) return;
    if (!res.write(piece)) await drained(res);
  }
  res.end();
}

function drained(res: Response): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      res.off('drain', go).off('close', go);
      resolve();
    };
    res.on('drain', go).on('close', go);
  });
}

/** `type/subtype` with plain parameters; anything odder is bytes. */
const TYPE = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}(; ?charset=[a-z0-9-]{1,30})?$/i;

/** Never drawn on our origin: an attachment, not sniffed, and sandboxed should a browser show it all the same. */
export function sendAttachment(
  res: ServerResponse,
  { bytes, type }: NonNullable<Answer['attachment']>,
): void {
  res.setHeader('Content-Type', TYPE.test(type) ? type : 'application/octet-stream');
  res.setHeader('Content-Disposition', 'attachment; filename="document"');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  res.end(bytes);
}

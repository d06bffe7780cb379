// Answers that are no single text of ours: a stream, piece by piece, and bytes of somebody else. Called only
// when the audit row is committed.
import type { ServerResponse } from 'node:http';
import type { Answer } from './route.ts';

/** Each piece leaves as it comes; nobody buffers on the way. Stops when the browser has gone. */
export async function sendStream(
  res: ServerResponse,
  { type, pieces }: NonNullable<Answer['stream']>,
): Promise<void> {
  res.setHeader('Content-Type', type);
  res.setHeader('X-Accel-Buffering', 'no');
  await sendPieces(res, pieces);
}

/** No faster than the browser takes them. What `pieces` throws ends the connection, so that a part is no whole. */
async function sendPieces(res: ServerResponse, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  res.flushHeaders();
  try {
    for await (const piece of pieces) {
      if (res.closed) return;
      if (!res.write(piece)) await drained(res);
    }
  } catch (thrown) {
    // Whoever has gone is told nothing, and their going is no failure.
    if (!res.closed) throw thrown;
  }
  res.end();
}

function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      res.off('drain', go).off('close', go);
      resolve();
    };
    res.on('drain', go).on('close', go);
    if (res.closed) go();
  });
}

/** Aborted when the answer has ended, in whatever way; at once where the browser has gone already. */
export function signalOver(res: ServerResponse): AbortSignal {
  const over = new AbortController();
  if (res.closed) over.abort();
  else res.once('close', () => over.abort());
  return over.signal;
}

/** `type/subtype` with plain parameters; anything odder is bytes. */
const TYPE = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}(; ?charset=[a-z0-9-]{1,30})?$/i;

/** Never drawn on our origin: an attachment, not sniffed, and sandboxed should a browser show it all the same. */
export async function sendAttachment(
  res: ServerResponse,
  { pieces, type }: NonNullable<Answer['attachment']>,
): Promise<void> {
  res.setHeader('Content-Type', TYPE.test(type) ? type : 'application/octet-stream');
  // A file of ours has a name of ours; what is somebody else's names nothing.
  if (!res.hasHeader('Content-Disposition'))
    res.setHeader('Content-Disposition', 'attachment; filename="document"');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  await sendPieces(res, pieces);
}

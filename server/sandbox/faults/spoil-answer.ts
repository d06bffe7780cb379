// Faults that come after the work: the answer is not sent, cut, or trickled.
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { holdAnswer } from './hold-answer.ts';

const PIECES = 20;

async function trickle(response: ServerResponse, body: Buffer, overMs: number): Promise<void> {
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  for (let start = 0; start < body.length && !response.destroyed; start += size) {
    await wait(overMs / PIECES);
    response.write(body.subarray(start, start + size));
  }
  response.end();
}

async function deliver(response: ServerResponse, body: Buffer, fault: Fault): Promise<void> {
  if (fault.delayAfterMs) await wait(fault.delayAfterMs);
  if (fault.statusAfter !== undefined) {
    for (const name of ['Location', 'ETag', 'Last-Modified', 'Content-Length']) response.removeHeader(name);
    response
      .writeHead(fault.statusAfter, { 'Content-Type': 'text/plain' })
      .end('a fault was laid on this answer');
    return;
  }
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (fault.drop === 'after') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault.halfAnswer) {
    response.setHeader('Content-Length', body.length);
    response.write(half, () => response.socket?.destroy());
    return;
  }
  const sent = fault.truncateJson ? half : body;
  response.setHeader('Content-Length', sent.length);
  if (fault.slowBodyMs) await trickle(response, sent, fault.slowBodyMs);
  else response.end(sent);
}

/** Whether a fault needs the answer held back. */
export function spoils(fault: Fault): boolean {
  return Boolean(
    fault.drop === 'after' ||
      fault.halfAnswer ||
      fault.truncateJson ||
      fault.slowBodyMs ||
      fault.delayAfterMs ||
      fault.statusAfter !== undefined,
  );
}

export function spoilAnswer(response: ServerResponse, fault: Fault, failed: (error: unknown) => void): void {
  holdAnswer(response, (body) => {
    deliver(response, body, fault).catch(failed);
  });
}

// The stream of what was committed: visit and number, nothing else. Whoever loses Redis for a while reads on
// where they stopped.
import { createClient } from '@redis/client';
import type { Log } from '#server/http';
import type { Bus, BusEvents } from './bus.ts';

/** Entries kept, about. Older ones are not needed: who comes back asks the journal itself. */
const KEPT = 10_000;
const BLOCK_MS = 2_000;
const PAUSE_MS = 200;

export function followStream(
  needs: { redisUrl: string; key: string; instance: string; log: Log },
  onWake: BusEvents['wake'],
): { add: Bus['wake']; close(): Promise<void> } {
  const { key } = needs;
  const write = createClient({ url: needs.redisUrl, disableOfflineQueue: true });
  const read = createClient({ url: needs.redisUrl, RESP: 2 });
  // Told by the bus already; without a listener it would end the process.
  for (const client of [write, read]) client.on('error', () => undefined);
  for (const client of [write, read]) client.connect().catch(() => undefined);
  let isClosed = false;
  let last: string | null = null;

  async function follow(): Promise<void> {
    while (!isClosed) {
      try {
        last ??= messagesIn(await read.xRevRange(key, '+', '-', { COUNT: 1 }))[0]?.id ?? '0-0';
        const found = await read.xRead({ key, id: last }, { BLOCK: BLOCK_MS, COUNT: 500 });
        for (const { id, message } of messagesOf(found)) {
          last = id;
          const [tenantId, visitId] = JSON.parse(message.visit ?? '[]') as [string?, string?];
          if (tenantId !== undefined && visitId !== undefined && message.by !== needs.instance)
            onWake({ tenantId, visitId, sequence: Number(message.sequence) });
        }
      } catch {
        // Away: the client comes back by itself, and we go on from `last`.
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
  const following = follow();

  return {
    add({ tenantId, visitId, sequence, by }) {
      const fields = { visit: JSON.stringify([tenantId, visitId]), sequence: String(sequence), by };
      const trim = { strategy: 'MAXLEN', strategyModifier: '~', threshold: KEPT } as const;
      // Lost here, it still arrives by the database's notification.
      write.xAdd(key, '*', fields, { TRIM: trim }).catch(() => undefined);
    },
    async close() {
      isClosed = true;
      write.destroy();
      read.destroy();
      await following;
    },
  };
}

interface StreamMessage {
  id: string;
  message: Record<string, string>;
}

function messagesOf(found: unknown): StreamMessage[] {
  const [stream] = Array.isArray(found) ? (found as { messages: StreamMessage[] }[]) : [];
  return stream?.messages ?? [];
}

function messagesIn(found: unknown): StreamMessage[] {
  return Array.isArray(found) ? (found as StreamMessage[]) : [];
}

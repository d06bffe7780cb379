// LISTEN on a connection of its own that comes back after a loss. What was sent meanwhile is gone, so
// every listener hears an empty payload after a return: "look for yourself".
import pg from 'pg';
import type { Log } from '#server/http';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

type OnPayload = (payload: string) => void;

export function listener(connection: pg.ClientConfig, log: Log) {
  const channels = new Map<string, Set<OnPayload>>();
  let client: pg.Client | null = null;
  let opening: Promise<pg.Client> | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  async function open(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...connection, application_name: 'webside-listen', keepAlive: true });
    fresh.on('notification', ({ channel, payload }) => {
      for (const tell of channels.get(channel) ?? []) tell(payload ?? '');
    });
    fresh.on('error', () => lost(fresh));
    fresh.on('end', () => lost(fresh));
    await fresh.connect();
    for (const channel of channels.keys()) await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    client = fresh;
    return fresh;
  }

  function connected(): Promise<pg.Client> {
    if (client) return Promise.resolve(client);
    opening ??= open().finally(() => {
      opening = null;
    });
    return opening;
  }

  function lost(gone: pg.Client): void {
    if (closed || client !== gone) return;
    client = null;
    log.warn({}, 'listening connection to the database lost');
    comeBack(FIRST_PAUSE_MS);
  }

  function comeBack(pause: number): void {
    retry = setTimeout(() => {
      connected().then(
        () => {
          for (const tellers of channels.values()) for (const tell of tellers) tell('');
        },
        () => {
          if (!closed) comeBack(Math.min(pause * 2, LONGEST_PAUSE_MS));
        },
      );
    }, pause);
  }

  return {
    async listen(channel: string, onPayload: OnPayload): Promise<() => Promise<void>> {
      const tellers = channels.get(channel) ?? new Set();
      channels.set(channel, tellers);
      tellers.add(onPayload);
      const ready = await connected();
      await ready.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      return async () => {
        tellers.delete(onPayload);
        if (tellers.size > 0) return;
        channels.delete(channel);
        await client?.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`);
      };
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(retry);
      await opening?.catch(() => undefined);
      await client?.end();
    },
  };
}

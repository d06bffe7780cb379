// Several instances over Redis. The journal's numbers go over a stream, so that who was away reads on;
// what two browsers say to each other goes sealed over Pub/Sub and is kept nowhere. Redis may vanish at any
// time: the journal still arrives by the database's own notification, running calls go on, and when Redis is
// back everybody says again who is here.
import { createClient } from '@redis/client';
import type { Sealed, Vault } from '#server/db';
import type { Log } from '#server/http';
import type { Bus, BusEvents, BusMessage } from './bus.ts';
import type { VisitKey } from './journal.ts';
import { followStream } from './redis-stream.ts';

const ALIVE_EVERY_MS = 1_000;
/** An instance not heard for this long is gone, with its connections. */
const LOST_AFTER_MS = 5_000;
/** Longest that a hello waits for Redis. */
const JOIN_MS = 1_000;

export interface RedisNeeds {
  redisUrl: string;
  instance: string;
  vault: Vault;
  log: Log;
}

/** Names carry nothing of a visit, and differ between installations that share a Redis. */
const nameOf = (vault: Vault, tenant: string, what: string): string =>
  `webside:${vault.blindIndex(tenant, 'realtime', what)}`;

export async function openRedisBus(needs: RedisNeeds, events: BusEvents): Promise<Bus> {
  const { vault, instance, log } = needs;
  const say = createClient({ url: needs.redisUrl, disableOfflineQueue: true });
  const listen = createClient({ url: needs.redisUrl });
  for (const client of [say, listen])
    client.on('error', () => log.warn({ code: 'redis.away' }, 'Redis does not answer; trying again'));
  const lastHeard = new Map<string, number>();
  const hearing = new Map<string, Promise<void>>();
  let sending: Promise<void> = Promise.resolve();
  let wasReady = false;
  // Only who can both hear and speak is back: what is said before is lost without a word.
  const onReady = (): void => {
    if (!listen.isReady || !say.isReady) return;
    if (wasReady) events.back();
    wasReady = true;
  };
  listen.on('ready', onReady);
  say.on('ready', onReady);

  const aliveName = nameOf(vault, '-', 'instances');
  const channelOf = ({ tenantId, visitId }: VisitKey) => nameOf(vault, tenantId, visitId);
  const placeOf = (visit: VisitKey, from: string) => ({
    ...{ table: 'realtime_bus', column: 'message', tenant: visit.tenantId },
    row: JSON.stringify([visit.visitId, from]),
  });
  const publish = (channel: string, text: string): void => {
    say.publish(channel, text).catch(() => undefined);
  };

  async function open(visit: VisitKey, text: string): Promise<void> {
    const [from = '', sealed = ''] = text.split(' ', 2);
    if (from === instance) return;
    lastHeard.set(from, performance.now());
    try {
      const plain = await vault.open(placeOf(visit, from), sealed as Sealed);
      await events.message(visit, JSON.parse(plain) as BusMessage, from);
    } catch (error) {
      log.warn({ code: 'bus.unreadable', name: error instanceof Error ? error.name : 'unknown' }, '');
    }
  }

  // Not awaited: an app whose Redis is away starts and serves.
  const connecting = [say.connect(), listen.connect()].map((one) => one.catch(() => undefined));
  void listen.subscribe(aliveName, (text) => {
    const [other = '', what] = text.split(' ', 2);
    if (other === instance) return;
    if (what === 'bye') {
      lastHeard.delete(other);
      events.lost(other);
    } else lastHeard.set(other, performance.now());
  });
  const stream = followStream({ ...needs, key: nameOf(vault, '-', 'journal') }, events.wake);
  const beating = setInterval(() => {
    publish(aliveName, `${instance} here`);
    // While we hear nobody it is we who are away.
    if (!listen.isReady) return;
    for (const [other, at] of lastHeard) {
      if (performance.now() - at < LOST_AFTER_MS) continue;
      lastHeard.delete(other);
      events.lost(other);
    }
  }, ALIVE_EVERY_MS);
  beating.unref();
  await Promise.race([Promise.all(connecting), soon(JOIN_MS)]);

  return {
    async join(visit) {
      const channel = channelOf(visit);
      const subscribed = listen.subscribe(channel, (text) => {
        // In the order sent, visit by visit: a slow one holds up no other.
        const turn = (hearing.get(channel) ?? Promise.resolve()).then(() => open(visit, text));
        hearing.set(channel, turn);
      });
      await Promise.race([subscribed.catch(() => undefined), soon(JOIN_MS)]);
    },
    leave(visit) {
      const channel = channelOf(visit);
      hearing.delete(channel);
      listen.unsubscribe(channel).catch(() => undefined);
    },
    send(visit, message) {
      sending = sending.then(async () => {
        const body = await vault
          .seal(placeOf(visit, instance), JSON.stringify(message))
          .catch(() => log.warn({ code: 'bus.unsealed' }, 'a message to other instances was dropped'));
        if (typeof body === 'string') publish(channelOf(visit), `${instance} ${body}`);
      });
    },
    wake: stream.add,
    async close() {
      clearInterval(beating);
      await sending;
      if (say.isReady) await say.publish(aliveName, `${instance} bye`).catch(() => undefined);
      await stream.close();
      say.destroy();
      listen.destroy();
    },
  };
}

function soon(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

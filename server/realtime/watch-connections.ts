// Looks after open connections: heartbeats, silence, readers that do not keep up, sessions that end or lock,
// and how many sockets one session may have.
import type { Log, Session } from '#server/http';
import type { Connection } from './connection.ts';

export const LIMITS = {
  /** Bytes of one message. */
  message: 65_536,
  socketsPerSession: 8,
  /** How long a session that flooded gets no socket, ms. */
  punishment: 10_000,
  /** Until the first message, ms. */
  hello: 10_000,
  /** Between heartbeats, ms; the page takes twice that for the line being dead. */
  beat: 10_000,
  /** Without any sign of life, ms. */
  silence: 30_000,
  /** A session is asked for at least this often, should every notification be lost, ms. */
  look: 30_000,
  /** How often all of this is looked at, ms. */
  tick: 500,
} as const;

export interface WatchNeeds {
  findSessionState(
    session: Session,
  ): Promise<{ state: 'open'; nextChange: number } | { state: 'locked' | 'ended' }>;
  onSessionChange(listener: (launchId: string) => void): void;
  now: () => Date;
  log: Log;
}

export function watchConnections(needs: WatchNeeds, connections: ReadonlyMap<string, Connection>) {
  const punished = new Map<string, number>();
  const openOf = new Map<string, number>();
  let ticks = 0;

  async function look(connection: Connection): Promise<void> {
    connection.nextLook = needs.now().getTime() + LIMITS.look;
    try {
      const found = await needs.findSessionState(connection.session);
      if (found.state === 'open') connection.nextLook = Math.min(connection.nextLook, found.nextChange);
      else connection.close(found.state);
    } catch (error) {
      // Whether it still stands cannot be known: closed, and the handshake asks again.
      needs.log.warn({ code: 'session.unknown', name: error instanceof Error ? error.name : '' }, '');
      connection.close('restart');
    }
  }

  needs.onSessionChange((launchId) => {
    for (const connection of connections.values())
      if (launchId === '' || connection.session.launchId === launchId) void look(connection);
  });

  const timer = setInterval(() => {
    ticks += 1;
    const [clock, now] = [performance.now(), needs.now().getTime()];
    let place = 0;
    for (const connection of connections.values()) {
      // Spread over the ticks, so that ten thousand heartbeats do not fall into one moment.
      const isBeat = (ticks + place++) % (LIMITS.beat / LIMITS.tick) === 0;
      const quiet = clock - connection.aliveAt;
      if (quiet > (connection.visit ? LIMITS.silence : LIMITS.hello)) connection.close('silent');
      else if (isBeat) void connection.tell({ t: 'beat' });
      if (connection.nextLook <= now) void look(connection);
    }
    for (const [keyId, until] of punished) if (until <= clock) punished.delete(keyId);
  }, LIMITS.tick);
  timer.unref();

  return {
    opened(connection: Connection): void {
      const { keyId } = connection.session;
      openOf.set(keyId, (openOf.get(keyId) ?? 0) + 1);
      void look(connection);
    },
    closed({ session: { keyId } }: Connection): void {
      const left = (openOf.get(keyId) ?? 1) - 1;
      if (left > 0) openOf.set(keyId, left);
      else openOf.delete(keyId);
    },
    punish(session: Session): void {
      punished.set(session.keyId, performance.now() + LIMITS.punishment);
      needs.log.warn({ code: 'socket.flooding', tenantId: session.tenantId }, 'a flooding socket was cut');
    },
    isTooMany(session: Session): boolean {
      if ((punished.get(session.keyId) ?? 0) > performance.now()) return true;
      return (openOf.get(session.keyId) ?? 0) >= LIMITS.socketsPerSession;
    },
    stop: () => clearInterval(timer),
    /** After all were told to close; who does not answer within two seconds is cut. */
    async untilClosed(): Promise<void> {
      for (let waited = 0; connections.size > 0 && waited < 2_000; waited += 20)
        await new Promise((resolve) => setTimeout(resolve, 20));
      for (const connection of connections.values()) connection.socket.terminate();
    },
  };
}

export type Watch = ReturnType<typeof watchConnections>;

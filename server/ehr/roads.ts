// One road to each EHR: its pinned hosts, its connections, and the limits that hold for all who ask it. Knows
// addresses and headers, not what they mean.
import { type Egress, type EgressAnswer, type EgressInit, type PeerEgress, watchStream } from '#server/http';
import { reachOf, type Tenant } from '#server/smart/tenants';
import { createTurnstile, type Turnstile } from './limits.ts';

export interface Road {
  /** The whole answer. */
  read(url: string, headers: Record<string, string>): Promise<EgressAnswer>;
  /** Something that changes the EHR: sent once, and never again by itself. */
  send(url: string, init: EgressInit): Promise<EgressAnswer>;
  /** The answer with its body still on the way; the place is kept until it is read, let go, or aborted. */
  open(url: string, init: EgressInit & { signal: AbortSignal }): Promise<Response>;
}

export function createRoads(needs: {
  tenants: readonly Tenant[];
  egress: Egress;
  now: () => Date;
}): (tenantId: string) => Road {
  const roads = new Map(
    needs.tenants.map((tenant) => {
      const { maxParallel, callsPerMinute } = tenant;
      const turnstile = createTurnstile({ maxParallel, callsPerMinute }, needs.now);
      return [tenant.id, roadOf(needs.egress.forTenant(reachOf(tenant)), turnstile)];
    }),
  );
  return (tenantId) => {
    const road = roads.get(tenantId);
    if (!road) throw new Error(`There is no road to tenant ${tenantId}.`);
    return road;
  };
}

function roadOf(peer: PeerEgress, turnstile: Turnstile): Road {
  async function read(url: string, headers: Record<string, string>): Promise<EgressAnswer> {
    const leave = await turnstile.enter();
    try {
      return await peer.read(url, headers);
    } finally {
      leave();
    }
  }
  async function open(url: string, init: EgressInit): Promise<Response> {
    const leave = await turnstile.enter();
    try {
      const { status, headers, body } = await peer.open(url, init);
      if (body === null) leave();
      // Whoever goes away before reading gives the place back all the same.
      else init.signal?.addEventListener('abort', leave, { once: true });
      return new Response(body && watchStream(body, { end: leave }), { status, headers });
    } catch (thrown) {
      leave();
      throw thrown;
    }
  }
  return {
    // Reads only go this way, so that asking again does nothing twice.
    async read(url, headers) {
      const first = await read(url, headers);
      if (!turnstile.heed(told(first.status, first.header('retry-after')))) return first;
      const second = await read(url, headers);
      turnstile.heed(told(second.status, second.header('retry-after')));
      return second;
    },
    async send(url, init) {
      const leave = await turnstile.enter();
      try {
        const answer = await peer.fetch(url, init);
        turnstile.heed(told(answer.status, answer.headers.get('retry-after')));
        const bytes = Buffer.from(await answer.arrayBuffer());
        return { status: answer.status, header: (name) => answer.headers.get(name), bytes };
      } finally {
        leave();
      }
    },
    async open(url, init) {
      const first = await open(url, init);
      if (!turnstile.heed(told(first.status, first.headers.get('retry-after')))) return first;
      await first.body?.cancel();
      const second = await open(url, init);
      turnstile.heed(told(second.status, second.headers.get('retry-after')));
      return second;
    },
  };
}

function told(status: number, retryAfter: string | null) {
  return { status, retryAfter };
}

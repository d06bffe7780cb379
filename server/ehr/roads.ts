// One road to each EHR: its pinned hosts, its connections, and the limits that hold for all who ask it. Knows
// addresses and headers, not what they mean.
import { type Egress, type EgressInit, type PeerEgress, watchStream } from '#server/http';
import { reachOf, type Tenant } from '#server/smart/tenants';
import { createTurnstile, type Turnstile } from './limits.ts';

export interface Road {
  /** The whole answer. */
  fetch(url: string, init: EgressInit): Promise<Response>;
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
  async function ask(how: 'fetch' | 'open', url: string, init: EgressInit): Promise<Response> {
    const leave = await turnstile.enter();
    try {
      const answer = await peer[how](url, init);
      if (how === 'open' && answer.body !== null) {
        const { status, headers, body } = answer;
        // Whoever goes away before reading gives the place back all the same.
        init.signal?.addEventListener('abort', leave, { once: true });
        return new Response(watchStream(body, { end: leave }), { status, headers });
      }
      leave();
      return answer;
    } catch (thrown) {
      leave();
      throw thrown;
    }
  }
  /** Reads only go this way, so that asking again does nothing twice. */
  async function askPatiently(how: 'fetch' | 'open', url: string, init: EgressInit): Promise<Response> {
    const first = await ask(how, url, init);
    if (!turnstile.heed(told(first))) return first;
    await first.body?.cancel();
    const second = await ask(how, url, init);
    turnstile.heed(told(second));
    return second;
  }
  return {
    fetch: (url, init) => askPatiently('fetch', url, init),
    open: (url, init) => askPatiently('open', url, init),
  };
}

function told({ status, headers }: Response) {
  return { status, retryAfter: headers.get('retry-after') };
}

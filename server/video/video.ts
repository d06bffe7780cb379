// Puts the call's server side together: routes, figures, and the clock that tends the vendor's rooms.
import type { Registry } from 'prom-client';
import type { Database } from '#server/db';
import type { Egress, HttpRow, Log, Session } from '#server/http';
import { isLoopbackHost } from '#server/http';
import type { Journal, VisitKey } from '#server/realtime';
import type { Tenant } from '#server/smart/tenants';
import { createCallMetrics } from './call-metrics.ts';
import { stayOf, takeUncounted } from './call-records.ts';
import type { FindSeatedMember } from './call-verbs.ts';
import { createDailyGateway, type DailyGateway } from './daily-gateway.ts';
import { tendRooms } from './daily-rooms.ts';
import { createEjections, type FindRemoval } from './ejections.ts';
import { callRoutes } from './routes.ts';
import type { TurnSettings } from './turn.ts';

export interface VideoNeeds {
  tenants: readonly Tenant[];
  database: Database;
  journal: Journal;
  egress: Egress;
  registry: Registry;
  turn: TurnSettings | null;
  /** Value of a variable that the tenants file names. */
  secret(name: string): string | null;
  findMember: FindSeatedMember;
  isGoingOn(visit: VisitKey): Promise<boolean>;
  findRemoval: FindRemoval;
  demandSight(session: Session, visitId: string): Promise<void>;
  log: Log;
  now: () => Date;
}

export interface Video {
  routes: HttpRow[];
  /** Whose script and servers the pages of this tenant need for a call; null: nobody else's. */
  vendorOf(tenantId: string): 'daily' | null;
  /** Rooms and ejections that are due, stays that are over; also runs by itself. */
  runClock(): Promise<void>;
  close(): Promise<void>;
}

const CLOCK_MS = 10_000;

export async function createVideo(needs: VideoNeeds): Promise<Video> {
  const { tenants, database, journal, log, now } = needs;
  const metrics = createCallMetrics(needs.registry);
  const settings = new Map(tenants.map(({ id, video }) => [id, video]));
  for (const { id, video } of tenants)
    if (video?.provider === 'peer' && video.relayOnly && !needs.turn)
      throw new Error(`${id}: video.relayOnly needs a relay; set TURN_URLS and TURN_SECRET.`);
  const gateways = new Map(
    tenants.flatMap((tenant): [string, DailyGateway][] => {
      const gateway = openGateway(needs, tenant, metrics.countVendor);
      return gateway ? [[tenant.id, gateway]] : [];
    }),
  );
  const rooms = {
    ...{ database, now, isGoingOn: needs.isGoingOn },
    dailyOf: (tenantId: string) => gateways.get(tenantId) ?? null,
  };
  const ejections = await createEjections({ ...rooms, journal, log, findRemoval: needs.findRemoval });
  let running: Promise<void> | null = null;
  const tick = () => {
    running ??= tend()
      .catch(() => log.warn({ code: 'call.clock' }, 'the clock of calls will run again'))
      .finally(() => {
        running = null;
      });
    return running;
  };
  async function tend(): Promise<void> {
    for (const row of await takeUncounted({ database, now })) metrics.countStay(stayOf(row));
    if (gateways.size > 0) await tendRooms(rooms);
  }
  const timer = setInterval(tick, CLOCK_MS);
  timer.unref();
  return {
    routes: callRoutes({
      ...{ ...rooms, journal, metrics, turn: needs.turn },
      findMember: needs.findMember,
      demandSight: needs.demandSight,
      reappeared: ejections.reappeared,
      providerOf: (tenantId) => settings.get(tenantId)?.provider ?? 'peer',
      isRelayOnly: (tenantId) => {
        const video = settings.get(tenantId);
        return video?.provider === 'peer' && video.relayOnly;
      },
      webhookSecretOf: (tenantId) => {
        const video = settings.get(tenantId);
        const name = video?.provider === 'daily' ? video.webhookSecretEnv : undefined;
        return name === undefined ? null : needs.secret(name);
      },
    }),
    vendorOf: (tenantId) => (settings.get(tenantId)?.provider === 'daily' ? 'daily' : null),
    async runClock() {
      await running;
      await tick();
      await ejections.settle();
    },
    async close() {
      clearInterval(timer);
      await ejections.close();
      await running;
    },
  };
}

function openGateway(
  { egress, secret, log }: VideoNeeds,
  { id, video, privateNetwork }: Tenant,
  count: (answer: string) => void,
): DailyGateway | null {
  if (video?.provider !== 'daily') return null;
  const apiKey = secret(video.secretEnv);
  if (!apiKey) throw new Error(`The secret named ${video.secretEnv} is not set.`);
  const { origin, hostname } = new URL(video.apiUrl);
  return createDailyGateway({
    ...{ apiUrl: video.apiUrl, apiKey, count, log },
    egress: egress.forTenant({
      id: `${id} video`,
      origins: [origin],
      privateNetwork,
      loopback: isLoopbackHost(hostname),
    }),
  });
}

// The doors: a well-formed query starts a flow and is answered 303; an empty one shows the static page; a
// wrong one ends on the error page. No session yet, no health data, no byte to an unknown iss.
import type { Request } from 'express';
import { z } from 'zod';
import { type Door, type DoorFailure, isFhirId } from '#domain/launch';
import { type Answer, type HttpRow, type Log, type OpenCall, route } from '#server/http';
import { type DoorPages, type LaunchLimit, refuseTooMany } from '#server/smart/doors';
import { appOf, registrationOf, type Tenant } from '#server/smart/tenants';
import { onOnePage } from './on-one-page.ts';
import type { Refuse } from './smart-needs.ts';
import { type StartNeeds, startFlow } from './start-flow.ts';

export interface DoorRouteNeeds extends StartNeeds {
  tenants: ReadonlyMap<string, Tenant>;
  publicUrl: string;
  pages: DoorPages;
  log: Log;
  refuse: Refuse;
  launchLimit: LaunchLimit;
}

/** Anything: what is wrong is told in words, not by a 400. A parameter that stands twice is no string. */
const AnyQuery = z.record(z.string(), z.unknown());
type AnyQuery = z.infer<typeof AnyQuery>;

const declared = {
  who: 'anyone',
  input: AnyQuery,
  audit: { none: 'refused launches and finished ones are recorded where they end' },
  framing: 'doors',
} as const;

export function doorRoutes(needs: DoorRouteNeeds): HttpRow[] {
  return [
    ...(['ehr', 'patient', 'staff'] as const).map((door) =>
      route(
        'GET',
        `/launch/${door}.html`,
        declared,
        onOnePage(needs, door, (call) => openDoor(needs, door, call)),
      ),
    ),
    // An invitation stands in the fragment and never reaches the server with this request.
    route('GET', '/launch/guest.html', declared, async ({ input, req }) => ({
      html: await needs.pages.guest(languageOfGuest(input.lang, req)),
    })),
  ];
}

/** As chosen on the page; else as the browser prefers. */
function languageOfGuest(chosen: unknown, req: Request): 'en' | 'es' {
  if (chosen === 'en' || chosen === 'es') return chosen;
  return req.acceptsLanguages('en', 'es') === 'es' ? 'es' : 'en';
}

async function openDoor(
  needs: DoorRouteNeeds,
  door: Door,
  { input, req, requestId }: OpenCall<AnyQuery>,
): Promise<Answer> {
  if (['iss', 'launch', 'tenant'].every((name) => input[name] === undefined))
    return { html: await needs.pages.door(door) };
  const found = door === 'ehr' ? findByIss(needs, input) : findTenant(needs, door, input);
  if (typeof found === 'string') return needs.refuse(req, { code: found, door, requestId });
  if (!needs.launchLimit.admit(found.id, needs.now())) return refuseTooMany(needs, { door, requestId });
  const started = await startFlow(needs, {
    tenant: found,
    app: appOf(door),
    door,
    cookieHeader: req.headers.cookie,
    ...(typeof input.launch === 'string' && door === 'ehr' && { launch: input.launch }),
    ...(isFhirId(input.visit) && { visit: input.visit }),
  });
  return started;
}

/** SMART 2.2: `iss` and `launch` are both required. `iss` is compared character by character (attack L1). */
function findByIss(needs: DoorRouteNeeds, { iss, launch }: AnyQuery): Tenant | DoorFailure {
  if (typeof iss !== 'string' || iss === '') return 'iss-missing';
  const tenant = [...needs.tenants.values()].find((one) => one.iss === iss);
  if (!tenant) return 'iss-unknown';
  const isUsable = typeof launch === 'string' && launch.length > 0 && launch.length <= 8_000;
  return isUsable ? tenant : 'launch-missing';
}

/**
 * By our own id, by iss, or by both when they agree. A hospital is known by its main iss at every door, also
 * where patients' apps have an own one; the launch then goes to the iss of that door's app.
 */
function findTenant(needs: DoorRouteNeeds, door: Door, { tenant: id, iss }: AnyQuery): Tenant | DoorFailure {
  if (id === undefined && iss === undefined) return 'tenant-missing';
  const isKnownBy = (one: Tenant) =>
    iss === one.iss || iss === registrationOf(one, appOf(door), needs.publicUrl).iss;
  const tenant = [...needs.tenants.values()].find(
    (one) => (id === undefined || one.id === id) && (iss === undefined || isKnownBy(one)),
  );
  return tenant ?? (id === undefined ? 'iss-unknown' : 'tenant-unknown');
}

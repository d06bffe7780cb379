// The road to the EHRs' FHIR servers: one place that spells addresses and headers and holds the limits. It
// is given a token and does not know whose it is. Ids and types are checked, addresses are never taken over.
import type { Resource } from '@medplum/fhirtypes';
import { isFhirId, type StatementSummary } from '#domain/launch';
import { AppError } from '#server/errors';
import type { Egress, EgressAnswer, Log, PeerEgress } from '#server/http';
import type { PersonFacts, ReadPerson } from '#server/smart';
import { reachOf, type Tenant } from '#server/smart/tenants';
import {
  demandBundle,
  demandComplete,
  incomplete,
  listMatches,
  nextLink,
  readAnswer,
} from './answer-of-ehr.ts';
import { type BinaryRead, readBinaryAnswer } from './binary.ts';
import { createTurnstile, type Turnstile } from './limits.ts';
import { localise } from './localise.ts';
import { readPersonOver } from './read-person.ts';
import { createStatements } from './statements.ts';

/** Where to ask, and with what. */
export interface Line {
  tenant: Tenant;
  fhirBase: string;
  /** None for what is open to all (`/metadata`). */
  accessToken?: string;
}

export interface EhrChannel {
  /** Whatever the EHR answers: the caller compares type and id with what it asked for. */
  read(line: Line, type: string, id: string): Promise<Resource>;
  /** Matches of all pages up to `limit`, without repeats. */
  search(line: Line, type: string, params: Record<string, string>, limit?: number): Promise<Resource[]>;
  /** The first page, of about `count`; smaller where a page of that size is more than we accept. */
  searchPage(line: Line, type: string, params: SearchParams, count: number): Promise<Page>;
  /** A page by its address, which must lie below this line's base. */
  nextPage(line: Line, url: string): Promise<Page>;
  readBinary(line: Line, id: string): Promise<BinaryRead>;
  readPerson: ReadPerson;
  readStatement(tenant: Tenant, fhirBase: string): Promise<StatementSummary | 'unreadable'>;
}

/** Parameters; a list where one stands twice (`date=ge…&date=le…`). */
export type SearchParams = Record<string, string | readonly string[]>;

/** One page as it came: matches of every type, for the caller to judge, and where the EHR says that it goes on. */
export interface Page {
  resources: Resource[];
  /** Checked to lie below the base; null: this is the last page. */
  next: string | null;
}

export interface ChannelNeeds {
  tenants: readonly Tenant[];
  egress: Egress;
  log: Log;
  now: () => Date;
}

/** How large a page is asked for when the one before was more than the egress accepts. */
const SMALLER = [25, 5, 1];
const LIMIT = 1_000;
const PAGES = 50;

export function createEhrChannel(needs: ChannelNeeds): EhrChannel {
  const roads = new Map<string, { peer: PeerEgress; turnstile: Turnstile }>(
    needs.tenants.map((tenant) => [
      tenant.id,
      {
        peer: needs.egress.forTenant(reachOf(tenant)),
        turnstile: createTurnstile(
          { maxParallel: tenant.maxParallel, callsPerMinute: tenant.callsPerMinute },
          needs.now,
        ),
      },
    ]),
  );

  async function fetchFrom(line: Line, url: string, headers: Record<string, string>): Promise<EgressAnswer> {
    const road = roads.get(line.tenant.id);
    if (!road) throw new Error(`There is no road to tenant ${line.tenant.id}.`);
    return road.turnstile.pass(() => road.peer.read(url, headers));
  }
  const get = async (line: Line, url: string): Promise<Resource> =>
    localise(readAnswer(await fetchFrom(line, url, headersOf(line))), baseOf(line));

  async function nextPage(line: Line, url: string): Promise<Page> {
    const bundle = demandBundle(await get(line, demandOwnAddress(line, url)));
    demandComplete(bundle);
    const matches = listMatches(bundle);
    const once = new Map(matches.map((one, place) => [one.id ?? `${place}`, one]));
    return { resources: [...once.values()], next: admitNext(line, nextLink(bundle)) };
  }

  async function searchPage(line: Line, type: string, params: SearchParams, count: number): Promise<Page> {
    const ask = (size: number) =>
      nextPage(line, addressOfSearch(line, type, { ...params, _count: `${size}` }));
    let tooLarge: unknown;
    for (const size of [count, ...SMALLER.filter((one) => one < count)])
      try {
        return await ask(size);
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'egress.too-large') throw thrown;
        tooLarge = thrown;
      }
    throw tooLarge;
  }

  async function search(
    line: Line,
    type: string,
    params: Record<string, string>,
    limit = LIMIT,
  ): Promise<Resource[]> {
    const found = new Map<string, Resource>();
    let url: string | null = addressOfSearch(line, type, params);
    for (let page = 0; url !== null && page < PAGES && found.size < limit; page += 1) {
      const bundle = demandBundle(await get(line, url));
      demandComplete(bundle);
      // One without an id is shown all the same: better twice than lost.
      for (const resource of listMatches(bundle, type))
        found.set(resource.id ?? `nameless ${found.size}`, resource);
      url = admitNext(line, nextLink(bundle));
    }
    // An EHR whose pages never end has not told the whole list.
    if (url !== null && found.size < limit) throw incomplete();
    return [...found.values()].slice(0, limit);
  }

  const read = (line: Line, type: string, id: string) =>
    get(line, `${baseOf(line)}${demandType(type)}/${demandId(id)}`);
  const statements = createStatements({
    fetch: (tenant, fhirBase) => get({ tenant, fhirBase }, `${fhirBase.replace(/\/+$/, '')}/metadata`),
    log: needs.log,
    now: needs.now,
  });
  return {
    read,
    search,
    searchPage,
    nextPage,
    readBinary: async (line, id) => {
      const url = `${baseOf(line)}Binary/${demandId(id)}`;
      return readBinaryAnswer(await fetchFrom(line, url, { ...headersOf(line), accept: '*/*' }));
    },
    readPerson: (input): Promise<PersonFacts> =>
      readPersonOver({ read, search, log: needs.log, now: needs.now }, input),
    readStatement: statements,
  };
}

function headersOf({ tenant, accessToken }: Line): Record<string, string> {
  return {
    accept: 'application/fhir+json',
    ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    ...(tenant.vendor === 'epic' && { 'epic-client-id': tenant.clientId }),
  };
}

function baseOf(line: Line): string {
  return `${line.fhirBase.replace(/\/+$/, '')}/`;
}

function addressOfSearch(line: Line, type: string, params: SearchParams): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return `${baseOf(line)}${demandType(type)}?${new URLSearchParams(pairs)}`;
}

function demandType(type: string): string {
  if (!/^[A-Z][A-Za-z]{1,63}$/.test(type))
    throw new AppError('bad-request', 'ehr.type', 'This is no type of record.');
  return type;
}

/** `.` and `..` are ids to FHIR and a way out of the base to a URL (security-rules 6 a). */
function demandId(id: string): string {
  if (!isFhirId(id)) throw new AppError('bad-request', 'ehr.id', 'This is no id of a record.');
  return id;
}

function admitNext(line: Line, link: string | null): string | null {
  return link === null ? null : demandOwnAddress(line, link);
}

/** A `next` link on another origin or outside the base would carry the token away (traps 21, 23). */
function demandOwnAddress(line: Line, link: string): string {
  const base = new URL(baseOf(line));
  const url = URL.parse(link, base);
  const isOurs = url && url.origin === base.origin && url.pathname.startsWith(base.pathname) && !url.username;
  // Some servers page on the base itself (`<base>?page=…`).
  const isBase = url && url.origin === base.origin && `${url.pathname}/` === base.pathname && !url.username;
  if (isOurs || isBase) return url.href;
  throw new AppError('ehr-refused', 'ehr.foreign-link', 'The hospital’s system pointed to another host.');
}

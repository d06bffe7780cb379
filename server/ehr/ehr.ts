// Reading the EHR for a session: with that launch's token, from that launch's base, and never about
// another patient. A 401 is answered by one refresh.
import type { Resource } from '@medplum/fhirtypes';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { LaunchTokens } from '#server/smart';
import { appOf, registrationOf, type Tenant } from '#server/smart/tenants';
import { isAboutNobody, isAboutPatient, wrongPatient } from './about-patient.ts';
import { TokenRejected } from './answer-of-ehr.ts';
import type { Attachments } from './attachments.ts';
import type { BinaryRead } from './binary.ts';
import type { EhrChannel, Line, Page, SearchParams } from './ehr-channel.ts';
import type { PageLinks } from './page-links.ts';

/** Reads throw `wrong-patient` (409) when the EHR answers with a record of anybody else. */
export interface Ehr {
  readResource(session: Session, type: string, id: string): Promise<Resource>;
  searchResources(
    session: Session,
    type: string,
    params: Record<string, string>,
    limit?: number,
  ): Promise<Resource[]>;
  /** One page of about `count` matches of this very type. */
  searchPage(session: Session, type: string, params: SearchParams, count: number): Promise<OwnPage>;
  /** The page behind a link that `searchPage` gave for this launch; `not-found` for any other. */
  openPage(session: Session, page: string): Promise<OwnPage>;
  /** Which type the page's link is for; null for a link of another launch or none of ours. */
  typeOfPage(session: Session, page: string): string | null;
  /** Has a checked resource of this launch named this attachment, here? */
  hasSeen(session: Session, binaryId: string): boolean;
  /** Only what a checked resource of this launch has named; `not-found` for anything else. */
  readAttachment(session: Session, binaryId: string): Promise<BinaryRead>;
}

export interface OwnPage {
  resources: Resource[];
  /** Path on our origin; null: the last page. */
  next: string | null;
}

export interface EhrNeeds {
  channel: EhrChannel;
  tenants: readonly Tenant[];
  tokens: LaunchTokens;
  attachments: Attachments;
  pageLinks: PageLinks;
}

export function createEhr({ channel, tenants, tokens, attachments, pageLinks }: EhrNeeds): Ehr {
  const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));

  async function withToken<Result>(session: Session, call: (line: Line) => Promise<Result>): Promise<Result> {
    const tenant = byId.get(session.tenantId);
    if (!tenant) throw new AppError('gone', 'tenant.unknown', 'This hospital is not set up here any more.');
    const { iss } = registrationOf(tenant, appOf(session.door), '');
    const lineWith = (accessToken: string): Line => ({ tenant, fhirBase: iss, accessToken });
    const first = await tokens.accessToken(session.launchId);
    try {
      return await call(lineWith(first));
    } catch (thrown) {
      if (!(thrown instanceof TokenRejected)) throw thrown;
    }
    try {
      return await call(lineWith(await tokens.accessToken(session.launchId, { rejected: first })));
    } catch (thrown) {
      if (thrown instanceof TokenRejected) throw tokenGone();
      throw thrown;
    }
  }

  const admitAll = (session: Session, line: Line, resources: readonly Resource[]): Resource[] => {
    const own = resources.map((resource) => demandOwn(session, line, resource));
    for (const resource of own) attachments.note(session.launchId, resource);
    return own;
  };

  function admitPage(session: Session, line: Line, type: string, page: Page): OwnPage {
    const foreign = page.resources.find(({ resourceType }) => resourceType !== type);
    const resources = admitAll(session, line, page.resources);
    if (foreign) throw typeUnexpected();
    return { resources, next: page.next && pageLinks.seal(session.launchId, { type, url: page.next }) };
  }

  return {
    readResource: (session, type, id) =>
      withToken(session, async (line) => {
        const [own] = admitAll(session, line, [await channel.read(line, type, id)]);
        if (own?.resourceType !== type || own.id !== id) throw typeUnexpected();
        return own;
      }),
    searchResources: (session, type, params, limit) =>
      withToken(session, async (line) =>
        admitAll(session, line, await channel.search(line, type, params, limit)),
      ),
    searchPage: (session, type, params, count) =>
      withToken(session, async (line) =>
        admitPage(session, line, type, await channel.searchPage(line, type, params, count)),
      ),
    async openPage(session, page) {
      const link = pageLinks.open(session.launchId, page);
      if (!link) throw notThere();
      return withToken(session, async (line) =>
        admitPage(session, line, link.type, await channel.nextPage(line, link.url)),
      );
    },
    typeOfPage: (session, page) => pageLinks.open(session.launchId, page)?.type ?? null,
    hasSeen: (session, binaryId) => attachments.has(session.launchId, binaryId),
    async readAttachment(session, binaryId) {
      if (!attachments.has(session.launchId, binaryId)) throw notThere();
      return withToken(session, (line) => channel.readBinary(line, binaryId));
    },
  };
}

function notThere(): AppError {
  return new AppError('not-found', 'ehr.unseen', 'Nothing in this chart leads there.');
}

function typeUnexpected(): AppError {
  return new AppError(
    'ehr-refused',
    'ehr.type-unexpected',
    'The hospital’s system answered with something else than was asked for.',
  );
}

function tokenGone(): AppError {
  return new AppError(
    'ehr-refused',
    'ehr.relaunch-needed',
    'The hospital’s system has ended this connection. What you typed is kept. Open Webside again from the chart.',
  );
}

/** The wrong-patient lock: nothing leaves this folder that is about anybody but the launch's patient. */
function demandOwn(session: Session, line: Line, resource: Resource): Resource {
  const isOwn = session.patientId !== null && isAboutPatient(resource, session.patientId, line.fhirBase);
  if (isOwn || isAboutNobody(resource)) return resource;
  throw wrongPatient();
}

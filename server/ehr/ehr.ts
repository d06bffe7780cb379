// Reading the EHR for a session: with that launch's token, from that launch's base, and never about
// another patient. A 401 is answered by one refresh.
import type { Resource } from '@medplum/fhirtypes';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { LaunchTokens } from '#server/smart';
import { appOf, registrationOf, type Tenant } from '#server/smart/tenants';
import { isAboutNobody, isAboutPatient, namesPatient, readPatientId, wrongPatient } from './about-patient.ts';
import type { Line, SearchParams } from './addresses.ts';
import { TokenRejected } from './answer-of-ehr.ts';
import type { Attachments } from './attachments.ts';
import type { BinaryRead } from './binary.ts';
import { isWithheldDraft } from './drafts.ts';
import type { EhrChannel } from './ehr-channel.ts';
import { EhrFailure } from './failures.ts';
import type { PageLinks } from './page-links.ts';
import type { Page } from './pages.ts';

/** Reads throw `wrong-patient` (409) when the EHR answers with a record of anybody else. */
export interface Ehr {
  readResource(session: Session, type: string, id: string): Promise<Resource>;
  /** One page of about `count` matches of this very type. */
  searchPage(session: Session, type: string, params: SearchParams, count: number): Promise<OwnPage>;
  /** The same and the pages after it, up to `most`, for a list that must be whole to be believed. */
  searchPages(
    session: Session,
    most: number,
    query: { type: string; params: SearchParams; count: number },
  ): Promise<OwnPage>;
  /** The page behind a link that `searchPage` gave for this launch; `not-found` for any other. */
  openPage(session: Session, page: string): Promise<OwnPage>;
  /** Which type the page's link is for; null for a link of another launch or none of ours. */
  typeOfPage(session: Session, page: string): string | null;
  /** Has a checked resource of this launch named this attachment, here? */
  hasSeen(session: Session, binaryId: string): boolean;
  /**
   * Only what a checked resource of this launch has named; `not-found` for anything else. The bytes come as they
   * are read. `over` is aborted by the caller when the answer has ended, in whatever way: it lets the EHR go.
   */
  readAttachment(session: Session, binaryId: string, over: AbortSignal): Promise<BinaryRead>;
}

export interface OwnPage {
  resources: Resource[];
  /** Path on our origin; null: the last page. */
  next: string | null;
  /** The EHR did not keep to the order that was asked for. */
  isAsGiven: boolean;
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
      if (thrown instanceof TokenRejected) throw new EhrFailure('ehr.relaunch-needed');
      throw thrown;
    }
  }

  const admitAll = (session: Session, line: Line, resources: readonly Resource[]): Resource[] => {
    const own = resources
      .map((resource) => demandOwn(session, line, resource))
      .filter((resource) => !isWithheldDraft(session, resource));
    for (const resource of own) attachments.note(session.launchId, resource);
    return own;
  };

  function admitPage(session: Session, line: Line, type: string, page: Page): OwnPage {
    const foreign = page.resources.find(({ resourceType }) => resourceType !== type);
    const resources = admitAll(session, line, page.resources);
    if (foreign) throw new EhrFailure('ehr.type-unexpected');
    const next = page.next && pageLinks.seal(session.launchId, { type, url: page.next });
    return { resources, next, isAsGiven: page.isAsGiven };
  }

  return {
    readResource: (session, type, id) =>
      withToken(session, async (line) => {
        const [own] = admitAll(session, line, [await channel.read(line, type, id)]);
        if (!own) throw new EhrFailure('ehr.unsigned');
        if (own.resourceType !== type || own.id !== id) throw new EhrFailure('ehr.type-unexpected');
        return own;
      }),
    searchPage: (session, type, params, count) =>
      withToken(session, async (line) =>
        admitPage(session, line, type, await channel.pages.first(line, type, params, count)),
      ),
    searchPages: (session, most, query) =>
      withToken(session, async (line) =>
        admitPage(session, line, query.type, await channel.pages.upTo(line, most, query)),
      ),
    async openPage(session, page) {
      const link = pageLinks.open(session.launchId, page);
      if (!link) throw new EhrFailure('ehr.unseen');
      return withToken(session, async (line) =>
        admitPage(session, line, link.type, await channel.pages.at(line, link.url)),
      );
    },
    typeOfPage: (session, page) => pageLinks.open(session.launchId, page)?.type ?? null,
    hasSeen: (session, binaryId) => attachments.has(session.launchId, binaryId),
    async readAttachment(session, binaryId, over) {
      if (!attachments.has(session.launchId, binaryId)) throw new EhrFailure('ehr.unseen');
      attachments.begin(session.launchId, over);
      return withToken(session, async (line) => {
        const binary = await channel.readBinary(line, binaryId, over);
        demandOwnContext(session, line, binary.securityContext);
        return binary;
      });
    },
  };
}

/** The wrong-patient lock: nothing leaves this folder that is about anybody but the launch's patient. */
function demandOwn(session: Session, line: Line, resource: Resource): Resource {
  const isOwn = session.patientId !== null && isAboutPatient(resource, session.patientId, line.fhirBase);
  if (isOwn || isAboutNobody(resource)) return resource;
  throw wrongPatient();
}

/** A Binary that names its patient must name this one; one that names a document has been judged by it. */
function demandOwnContext(session: Session, line: Line, reference: string | null): void {
  if (reference === null || !namesPatient({ reference })) return;
  if (readPatientId({ reference }, line.fhirBase) !== session.patientId) throw wrongPatient();
}

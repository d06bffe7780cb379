// The FHIR road's rows: reading by id, searching, paging, attachments. Reads only. What leaves has been parsed
// and checked whole, names nobody but the launch's patient and no address but ours.
import { z } from 'zod';
import { decideListAccess } from '#domain/chart';
import { isFhirId } from '#domain/launch';
import { AppError } from '#server/errors';
import {
  type Answer,
  type Caller,
  EVERYONE_SIGNED_IN,
  type ProxyRow,
  proxyRow,
  type Session,
} from '#server/http';
import type { Ehr, OwnPage } from './ehr.ts';
import { EhrFailure } from './failures.ts';
import { PROXY_TYPES, type ProxyType } from './proxy-types.ts';

export interface ProxyNeeds {
  ehr: Ehr;
  publicOrigin: string;
}

const DEFAULT_COUNT = 50;
const MOST = 200;
const Id = z.string().refine(isFhirId);
/** One value of a search: no list of other people, no modifier, nothing that begins another parameter. */
const Value = z.string().regex(/^[\w.:|/+,-]{1,200}$/);
const DateValue = z
  .string()
  .regex(/^(eq|ge|gt|le|lt|sa|eb)?\d{4}(-\d{2}){0,2}(T[\d:.]{5,16}(Z|[+-]\d{2}:\d{2})?)?$/);
const Count = z.coerce.number().int().min(1).max(MOST);

export function proxyRows(needs: ProxyNeeds): ProxyRow[] {
  return [
    ...PROXY_TYPES.map((one) => readRow(needs, one)),
    ...PROXY_TYPES.flatMap((one) => (one.params ? [searchRow(needs, one, one.params)] : [])),
    pageRow(needs),
    attachmentRow(needs),
  ];
}

function readRow({ ehr }: ProxyNeeds, one: ProxyType): ProxyRow {
  const { type } = one;
  const declared = { who: whoMay(one), input: z.strictObject({ id: Id }), audit: 'fhir.read' };
  return proxyRow(type, `/l/:launchId/fhir/${type}/:id`, declared, async ({ session, input }) => ({
    ...asFhir(await ehr.readResource(session, type, input.id)),
    auditDetail: { type },
  }));
}

function searchRow(needs: ProxyNeeds, one: ProxyType, params: readonly string[]): ProxyRow {
  const { type } = one;
  const values = params.map((name) => [
    name,
    name === 'date' ? z.union([DateValue, z.array(DateValue).max(2)]).optional() : Value.optional(),
  ]);
  const input = z.strictObject({
    ...(Object.fromEntries(values) as Record<string, z.ZodType<string | string[] | undefined>>),
    patient: z.string().optional(),
    _count: Count.optional(),
    _sort: z.enum(sortsOf(params)).optional(),
  });
  return proxyRow(
    type,
    `/l/:launchId/fhir/${type}`,
    { who: whoMay(one), input, audit: 'fhir.search' },
    async ({ session, input: { patient, _count, ...rest } }) => {
      const ask = { ...definedOf(rest), patient: demandOwnPatient(session, patient) };
      const page = await needs.ehr.searchPage(session, type, ask, _count ?? DEFAULT_COUNT);
      return { ...asFhir(buildBundle(needs, session, type, page)), auditDetail: { type } };
    },
  );
}

function sortsOf(params: readonly string[]): [string, ...string[]] {
  return params.includes('date') ? ['-date', 'date'] : ['-_lastUpdated'];
}

/** Later pages, in the type that is sealed into the address. */
function pageRow(needs: ProxyNeeds): ProxyRow {
  const declared = {
    who: EVERYONE_SIGNED_IN.filter((caller) => PROXY_TYPES.some((one) => whoMay(one).includes(caller))),
    input: z.strictObject({ page: z.string().regex(/^[\w-]{1,8000}$/) }),
    audit: 'fhir.search',
  };
  return proxyRow('*', '/l/:launchId/fhir/page/:page', declared, async ({ session, input }) => {
    const type = needs.ehr.typeOfPage(session, input.page);
    const known = PROXY_TYPES.find((one) => one.type === type);
    if (!known) throw new EhrFailure('ehr.unseen');
    if (!whoMay(known).includes(session.role ?? 'no-role'))
      throw new AppError('forbidden', 'role.not-allowed', 'Your role does not include this.');
    const page = await needs.ehr.openPage(session, input.page);
    return { ...asFhir(buildBundle(needs, session, known.type, page)), auditDetail: { type: known.type } };
  });
}

/** `of`: the document that names it, for an instance that has not seen that document yet. */
function attachmentRow({ ehr }: ProxyNeeds): ProxyRow {
  const declared = {
    who: EVERYONE_SIGNED_IN.filter((caller) => decideListAccess(caller, 'documents')),
    input: z.strictObject({ id: Id, of: Id.optional() }),
    audit: 'fhir.read',
  };
  return proxyRow(
    'Binary',
    '/l/:launchId/fhir/Binary/:id',
    declared,
    async ({ session, input: { id, of }, over }) => {
      if (of !== undefined && !ehr.hasSeen(session, id))
        await ehr.readResource(session, 'DocumentReference', of);
      const { pieces, contentType } = await ehr.readAttachment(session, id, over());
      return { attachment: { pieces, type: contentType }, auditDetail: { type: 'Binary' } };
    },
  );
}

function whoMay({ lists }: ProxyType): readonly Caller[] {
  return EVERYONE_SIGNED_IN.filter((caller) => lists.some((list) => decideListAccess(caller, list)));
}

/** The patient is the launch's, whoever the page asks for. */
function demandOwnPatient(session: Session, asked: string | undefined): string {
  const { patientId } = session;
  if (patientId === null) throw new AppError('not-found', 'no-patient', 'This launch is about no patient.');
  if (asked === undefined || asked === patientId || asked === `Patient/${patientId}`) return patientId;
  throw new AppError('forbidden', 'proxy.other-patient', 'This window was opened for another patient.');
}

function definedOf(params: Record<string, string | string[] | undefined>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function buildBundle({ publicOrigin }: ProxyNeeds, session: Session, type: string, page: OwnPage): object {
  const base = `${publicOrigin}/l/${session.launchId}/fhir/${type}`;
  const link = [
    { relation: 'self', url: base },
    ...(page.next === null ? [] : [{ relation: 'next', url: publicOrigin + page.next }]),
  ];
  const entry = page.resources.map((resource) => ({
    fullUrl: `${base}/${resource.id}`,
    resource,
    search: { mode: 'match' },
  }));
  return { resourceType: 'Bundle', type: 'searchset', link, entry };
}

function asFhir(resource: object): Answer {
  return { text: { body: JSON.stringify(resource), type: 'application/fhir+json' } };
}

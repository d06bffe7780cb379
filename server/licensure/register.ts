// The credential register: who may treat where, entered by hand or taken over from the EHR, verified by whom and
// when; and what the licence rule says of a clinician for a place and a moment.
import {
  type CredentialsView,
  decideLicensure,
  type EnterCredential,
  type ExceptionRule,
  identityOf,
  isBarred as isBarredStatus,
  type LicensureAnswer,
  type LicensureFacts,
  type LookedUp,
  type LookUpCredential,
  listExceptions,
  MOST_CREDENTIALS,
  PROFESSIONS,
  type VerifyCredential,
} from '#domain/licensure';
import { dayIn, listDays, type RulePacks, State, type StateCode } from '#domain/rules';
import { readLicences } from '#profiles/practitioner-licence';
import type { Database, Db } from '#server/db';
import type { Ehr } from '#server/ehr';
import { AppError } from '#server/errors';
import type { RecordAccess, Session } from '#server/http';
import {
  type CredentialRow,
  countOf,
  findCredential,
  listOf,
  listOfPeople,
  updateVerified,
  upsertCredential,
} from './credential-store.ts';
import { knownLineOf } from './sheet-verbs.ts';
import type { CredentialSource } from './source-port.ts';
import { viewCredential } from './view-credential.ts';

type Profession = LicensureFacts['profession'];

export interface LicenceAnswer {
  answer: LicensureAnswer;
  /** A line that speaks of this state, or every line there is, is suspended or revoked: nobody may override that. */
  hasBarredLicence: boolean;
  /** What the rule was asked. */
  facts: LicensureFacts;
}

export interface LicenceRegister {
  /** `practitioner` null: of everybody; `part` absent: from the first line. */
  list(
    tenantId: string,
    practitioner: string | null,
    part?: { from: number; most: number },
  ): Promise<CredentialsView>;
  enter(session: Session, line: EnterCredential): Promise<void>;
  /** Takes over the session's own person's qualifications from the EHR. */
  importOwn(session: Session, requestId: string): Promise<void>;
  /** By a named person, against a primary source, today. */
  verify(session: Session, by: string, said: VerifyCredential): Promise<void>;
  /** What a public register says of a line. It changes nothing: only a person verifies. */
  lookUp(session: Session, asked: LookUpCredential): Promise<LookedUp>;
  /** Reads through `db`, so that it may stand inside a transaction. */
  ask(
    db: Db,
    of: {
      tenantId: string;
      practitioner: string | null;
      state: string | null;
      country: string | null;
      /** Signed for this clinician, in this state. */
      exception?: NonNullable<LicensureFacts['exception']>;
    },
    at: Date,
  ): Promise<LicenceAnswer>;
  /** Exceptions that may be attested for a patient who is in that state of the United States. */
  listExceptions(state: string, at: Date): ExceptionRule[];
}

export interface LicenceNeeds {
  database: Database;
  ehr: Ehr;
  recordAccess: RecordAccess;
  packs: RulePacks;
  /** The site says that its EHR's qualifications are checked against the boards before they are entered. */
  trustsQualifications(tenantId: string): boolean;
  /** IANA name of the zone of the hospital's calendar; null: the site names none. */
  zoneOf(tenantId: string): string | null;
  /** Null: the site does not let it be asked. */
  npiRegistryOf(tenantId: string): CredentialSource | null;
  now: () => Date;
}

export function createLicences(needs: LicenceNeeds): LicenceRegister {
  const { database, packs, now } = needs;
  const today = (tenantId: string) => dayIn(now().toISOString(), needs.zoneOf(tenantId) ?? 'UTC');
  return {
    async list(tenantId, practitioner, part = { from: 0, most: MOST_CREDENTIALS }) {
      const rows = await listOf(database, database.db, tenantId, practitioner, part);
      return {
        credentials: rows.map(viewCredential),
        from: part.from,
        total: await countOf(database, database.db, tenantId, practitioner),
        asksNpiRegistry: needs.npiRegistryOf(tenantId) !== null,
      };
    },

    async enter(session, entered) {
      const { practitioner, number, from, to, residenceState, ...line } = entered;
      const lines = await listOfPeople(database, database.db, session.tenantId, [practitioner]);
      const isSaidBarred = lines
        .map(knownLineOf)
        .some((one) => identityOf(one) === identityOf(entered) && isBarredStatus(one.status));
      if (isSaidBarred && !isBarredStatus(line.status))
        throw new AppError(
          'conflict',
          'licensure.barred',
          'This line is suspended or revoked. Verify it instead.',
        );
      await upsertCredential(database, database.db, {
        ...line,
        ...{ tenantId: session.tenantId, practitioner, number, validFrom: from, validTo: to },
        ...{ isResidenceState: residenceState, origin: 'by-hand', changedAt: now() },
        ...{ verifiedOn: null, verifiedBy: null, source: null },
      });
    },

    async importOwn(session, requestId) {
      const { tenantId, fhirUser } = session;
      if (!fhirUser?.startsWith('Practitioner/'))
        throw new AppError('not-found', 'licensure.no-practitioner', 'The EHR did not say who you are.');
      const read = readLicences(
        await needs.ehr.readResource(session, 'Practitioner', fhirUser.slice('Practitioner/'.length)),
      );
      await needs.recordAccess({
        event: 'credential.import',
        outcome: 'success',
        requestId,
        tenantId,
        session,
      });
      const isTrusted = needs.trustsQualifications(tenantId);
      for (const { from, to, ...licence } of read.licences)
        await upsertCredential(database, database.db, {
          ...licence,
          ...{ tenantId, practitioner: fhirUser, kind: 'licence', compact: null, origin: 'ehr' },
          ...{ validFrom: from, validTo: to, isResidenceState: false, changedAt: now() },
          verifiedOn: isTrusted ? today(tenantId) : null,
          verifiedBy: isTrusted ? 'EHR' : null,
          source: isTrusted ? 'Practitioner.qualification, kept by this site’s credentialing' : null,
        });
    },

    async verify(session, by, { credentialId, source, status, to }) {
      const of = { id: credentialId, tenantId: session.tenantId };
      const said = { by, source, status, validTo: to, verifiedOn: today(session.tenantId), changedAt: now() };
      if (!(await updateVerified(database, of, said)))
        throw new AppError('not-found', 'licensure.unknown', 'There is no such line in the register.');
    },

    async lookUp({ tenantId }, { credentialId, npi }) {
      const row = await findCredential(database, { id: credentialId, tenantId });
      const registry = needs.npiRegistryOf(tenantId);
      if (!row || !registry)
        throw new AppError('not-found', 'licensure.unknown', 'That cannot be looked up here.');
      return registry.verifyAtSource({ npi, state: row.state, number: row.known.number });
    },

    async ask(db, { tenantId, practitioner, state, country, exception }, at) {
      const rows = practitioner === null ? [] : await listOf(database, db, tenantId, practitioner);
      const known = State.safeParse(state);
      const facts: LicensureFacts = {
        id: 'visit',
        at: at.toISOString(),
        profession: professionOf(rows),
        patientState: state as LicensureFacts['patientState'],
        ...(country !== null && { patientCountry: country }),
        credentials: rows.map((row) => describeCredential(row, at, known.success ? known.data : null)),
        ...(exception && { exception }),
      };
      const isBarredHere = (row: CredentialRow) =>
        isBarredStatus(row.status) && (row.state === null || row.state === state);
      const isStruckOff = rows.length > 0 && rows.every(({ status }) => isBarredStatus(status));
      const hasBarredLicence = isStruckOff || rows.some(isBarredHere);
      return { answer: decideLicensure(facts, packs), hasBarredLicence, facts };
    },

    listExceptions(state, at) {
      const known = State.safeParse(state);
      return known.success ? listExceptions({ state: known.data, at: at.toISOString() }, packs) : [];
    },
  };
}

/** The rule asks for one; a person with two is asked for by the line that ends last. */
function professionOf(rows: readonly CredentialRow[]): Profession {
  return PROFESSIONS.find((one) => one === rows.at(-1)?.profession) ?? 'physician';
}

function describeCredential(
  row: CredentialRow,
  at: Date,
  state: StateCode | null,
): LicensureFacts['credentials'][number] {
  const verifiedOn = row.verifiedOn && verifiedDay(row, row.verifiedOn, at, state);
  return {
    kind: row.kind,
    ...(row.state !== null && { state: row.state as NonNullable<LicensureFacts['patientState']> }),
    ...(row.compact !== null && { compact: row.compact }),
    status: row.status,
    from: row.validFrom,
    to: row.validTo,
    residenceState: row.isResidenceState,
    ...(verifiedOn !== null && { verifiedOn }),
    source: verifiedOn === null ? 'self-reported' : 'primary',
  };
}

/** The register keeps the hospital's day. What was verified before this moment was so on the place's day, or before. */
function verifiedDay(row: CredentialRow, verifiedOn: string, at: Date, state: StateCode | null): string {
  if (state === null || row.changedAt > at) return verifiedOn;
  const { last } = listDays(at.toISOString(), state);
  return verifiedOn < last ? verifiedOn : last;
}

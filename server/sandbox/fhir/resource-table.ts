// What the server serves: per type its search parameters and inclusions, and what each personality takes
// away. The router obeys this table and /metadata is generated from it. Must not know HTTP or storage.
import type { PersonalityName } from '#server/sandbox/contract';
import type { ParamKind } from './index-values.ts';
import { kindOf } from './index-values.ts';
import { hasTrait } from './personality-traits.ts';
import type { ServedParams } from './served-params.ts';
import { SERVED_PARAMS } from './served-params.ts';

export type Interaction =
  | 'read'
  | 'vread'
  | 'history-instance'
  | 'search-type'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete';

/** One type as one personality serves it. */
export interface TypeRow {
  readonly type: string;
  readonly interactions: readonly Interaction[];
  /** Names without `$`. */
  readonly operations: readonly string[];
  /** Search parameters by name, `_id` and `_lastUpdated` among them. */
  readonly params: ReadonlyMap<string, ParamKind>;
  readonly includes: readonly string[];
  readonly revIncludes: readonly string[];
  /** Each inner list: at least one of these has to be in a search. `_id` satisfies every list. */
  readonly needs: readonly (readonly string[])[];
}

/** A personality's whole table. */
export interface ServedTable {
  readonly personality: PersonalityName;
  readonly rows: ReadonlyMap<string, TypeRow>;
  readonly takesBatch: boolean;
  readonly takesConditional: boolean;
}

const READ_ONLY: readonly Interaction[] = ['read', 'search-type'];
const EVERYTHING: readonly Interaction[] = [
  'read',
  'vread',
  'history-instance',
  'search-type',
  'create',
  'update',
  'patch',
  'delete',
];

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter(Boolean);

/** The table of a personality. Needs the definitions read. Throws where a row names an unknown parameter. */
export function buildTable(personality: PersonalityName): ServedTable {
  const isGeneric = personality === 'generic';
  const rows = Object.entries(SERVED_PARAMS)
    .filter(([type]) => !isAbsent(personality, type))
    .map(([type, entry]) => [type, buildRow(personality, type, entry)] as const);
  return { personality, rows: new Map(rows), takesBatch: isGeneric, takesConditional: isGeneric };
}

/** Those that no personality serves; what one of them leaves out on purpose is not among them. */
export function listUnservedTypes(types: readonly string[]): string[] {
  return types.filter((type) => !Object.hasOwn(SERVED_PARAMS, type));
}

function isAbsent(personality: PersonalityName, type: string): boolean {
  return (
    (hasTrait(personality, 'epic.no-chargeitem') && type === 'ChargeItem') ||
    (hasTrait(personality, 'epic.no-slots') && (type === 'Slot' || type === 'Schedule'))
  );
}

function buildRow(personality: PersonalityName, type: string, entry: ServedParams): TypeRow {
  const hasSearch = type !== 'Binary';
  const interactions =
    personality === 'generic' ? EVERYTHING : [...READ_ONLY, ...writesOf(personality, type)];
  const names = hasSearch ? ['_id', '_lastUpdated', ...paramsFor(personality, type, entry)] : [];
  return {
    type,
    interactions: interactions.filter((each) => hasSearch || each !== 'search-type'),
    operations: personality === 'oracle' && type === 'ChargeItem' ? ['create'] : [],
    params: new Map(names.map((name) => [name, kindOrThrow(type, name)])),
    includes: words(entry.includes)
      .filter((name) => names.includes(name))
      .map((name) => `${type}:${name}`),
    revIncludes: words(entry.revIncludes),
    needs: needsFor(personality, type),
  };
}

/** What the vendors let an app write; everything else is read only (ehr-integration §2.3, §3.1). */
const WRITES: Readonly<Record<'epic' | 'oracle', Readonly<Record<string, readonly Interaction[]>>>> = {
  epic: { DocumentReference: ['create'] },
  oracle: { DocumentReference: ['create', 'update'], Encounter: ['create', 'patch'] },
};

function writesOf(personality: 'epic' | 'oracle', type: string): readonly Interaction[] {
  return WRITES[personality][type] ?? [];
}

function paramsFor(personality: PersonalityName, type: string, entry: ServedParams): string[] {
  const names = words(entry.params);
  if (hasTrait(personality, 'oracle.no-document-identifier') && type === 'DocumentReference') {
    return ['patient', 'encounter', 'period', 'type', 'category', 'date'];
  }
  if (hasTrait(personality, 'oracle.chargeitem-search') && type === 'ChargeItem') {
    return ['context', 'account', '-status'];
  }
  return personality === 'oracle' ? names : names.filter((name) => name !== '-status');
}

/** Types a clinical search at Epic may be run over without naming a patient. */
const EPIC_OPEN = new Set([
  'Location',
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Provenance',
]);
const EPIC_OPEN_TOO = new Set(['HealthcareService', 'Questionnaire']);
const EPIC_BY_DEMOGRAPHICS = [
  'identifier',
  'name',
  'family',
  'given',
  'birthdate',
  'telecom',
  'phone',
  'email',
];

function needsFor(personality: PersonalityName, type: string): readonly (readonly string[])[] {
  if (hasTrait(personality, 'oracle.appointment-date') && type === 'Appointment') {
    return [['date']];
  }
  if (
    !hasTrait(personality, 'epic.59108') ||
    EPIC_OPEN.has(type) ||
    EPIC_OPEN_TOO.has(type) ||
    type === 'Binary'
  ) {
    return [];
  }
  if (type === 'Patient') {
    return [EPIC_BY_DEMOGRAPHICS];
  }
  const byPatient = ['patient', 'subject', 'beneficiary'];
  return type === 'Observation' ? [byPatient, ['category', 'code']] : [byPatient];
}

function kindOrThrow(type: string, name: string): ParamKind {
  const kind = kindOf(type, name);
  if (!kind) {
    throw new Error(`The table of the FHIR server names an unknown search parameter: ${type}.${name}`);
  }
  return kind;
}

// What a bearer may see and do, decided from the scopes of the token and the person behind it (SMART 2.2
// scopes-and-launch-context). Must not know HTTP, storage or personalities.
import type { Resource } from '@medplum/fhirtypes';
import type { AccessContext, SandboxPerson } from '#server/sandbox/contract';
import type { PatientsOf } from './compartment.ts';
import type { Condition } from './conditions.ts';
import { buildCondition } from './conditions.ts';
import { readIndexValues } from './index-values.ts';

/** create, read, update, delete, search: the letters of SMART v2. */
export type Permission = 'c' | 'r' | 'u' | 'd' | 's';

/** Types that belong to no patient: whoever holds a scope for them sees all of them. */
const SHARED_TYPES = new Set([
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'HealthcareService',
  'Medication',
  'Schedule',
  'Slot',
  'Questionnaire',
]);

/** Answers for one bearer. */
export interface Access {
  /** Some scope allows this on some resource of the type. */
  mayTouch(type: string, permission: Permission): boolean;
  /** Some scope allows this on every resource of the type. */
  mayTouchAll(type: string, permission: Permission): boolean;
  /** Some scope allows this on this very resource. */
  mayTouchThis(resource: Resource, permission: Permission): boolean;
}

/** For the sandbox's own pages, which have no bearer. */
export const FULL_ACCESS: Access = {
  mayTouch: () => true,
  mayTouchAll: () => true,
  mayTouchThis: () => true,
};

interface Grant {
  readonly type: string;
  readonly permissions: string;
  /** From `?category=…`; every one has to fit. */
  readonly conditions: readonly Condition[];
  readonly patients: 'all' | readonly string[];
}

const SCOPE = /^(patient|user|system)\/(\*|[a-z]+)\.(read|write|\*|c?r?u?d?s?)(?:\?(.+))?$/i;
const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** What the decision needs to know beside the token. */
export interface AccessNeeds {
  readonly people: readonly SandboxPerson[];
  /** Names of the types served, for scopes in odd case. */
  readonly types: ReadonlySet<string>;
  readonly patientsOf: PatientsOf;
  /** Resources that point at a Binary: it is seen by whoever sees one of them. */
  binaryOwners(id: string): readonly Resource[];
}

/** Reads what a token allows. */
export function readAccess(needs: AccessNeeds, context: AccessContext): Access {
  const grants = context.scopes.flatMap((scope) => readGrant(needs, context, scope) ?? []);
  const ownRecord = context.scopes.includes('fhirUser') ? localReference(context.fhirUser) : undefined;
  const allows = (grant: Grant, type: string, permission: Permission): boolean =>
    (grant.type === '*' || grant.type === type) && grant.permissions.includes(permission);
  const reaches = (grant: Grant, resource: Resource): boolean =>
    grant.patients === 'all' ||
    SHARED_TYPES.has(resource.resourceType) ||
    grant.patients.some((patient) => needs.patientsOf(resource).has(patient));
  const access: Access = {
    mayTouch: (type, permission) =>
      grants.some((grant) => allows(grant, type, permission)) ||
      (permission === 'r' && ownRecord?.split('/')[0] === type),
    mayTouchAll: (type, permission) =>
      grants.some(
        (grant) =>
          allows(grant, type, permission) && grant.patients === 'all' && grant.conditions.length === 0,
      ),
    mayTouchThis(resource, permission) {
      if (permission === 'r' && `${resource.resourceType}/${resource.id}` === ownRecord) {
        return true;
      }
      const fitting = grants.filter((grant) => allows(grant, resource.resourceType, permission));
      if (resource.resourceType === 'Binary' && !fitting.some((grant) => grant.patients === 'all')) {
        const owners = needs.binaryOwners(resource.id ?? '');
        return fitting.length > 0 && owners.some((owner) => access.mayTouchThis(owner, 'r'));
      }
      return fitting.some(
        (grant) =>
          reaches(grant, resource) &&
          grant.conditions.every((each) => each.fits(readIndexValues(resource, each.param))),
      );
    },
  };
  return access;
}

function localReference(reference: string | undefined): string | undefined {
  return reference?.split('/').slice(-2).join('/');
}

/** Undefined for scopes that are none of FHIR's (openid …) and for those this server cannot keep exactly. */
function readGrant(needs: AccessNeeds, context: AccessContext, scope: string): Grant | undefined {
  const [, level, typeName, suffix, query] = SCOPE.exec(scope) ?? [];
  if (!level || !typeName || !suffix) {
    return undefined;
  }
  const sameName = (each: string): boolean => each.toLowerCase() === typeName.toLowerCase();
  const type = typeName === '*' ? '*' : [...needs.types].find(sameName);
  const conditions = readConditions(type, query);
  if (!type || !conditions) {
    return undefined;
  }
  const permissions = V1[suffix.toLowerCase()] ?? suffix.toLowerCase();
  return {
    type,
    permissions,
    conditions,
    patients: patientsOfLevel(level.toLowerCase(), context, needs.people),
  };
}

function readConditions(type: string | undefined, query: string | undefined): Condition[] | undefined {
  if (!query) {
    return [];
  }
  if (!type || type === '*') {
    return undefined;
  }
  try {
    return [...new URLSearchParams(query)].map(([code, value]) =>
      buildCondition(type, { code, operator: 'eq', value }),
    );
  } catch {
    return undefined;
  }
}

/** Patients a scope of this level reaches. A person who is no staff never gets past their own patients. */
function patientsOfLevel(
  level: string,
  context: AccessContext,
  people: readonly SandboxPerson[],
): 'all' | readonly string[] {
  if (level === 'system') {
    return context.fhirUser ? [] : 'all';
  }
  const own = personalPatients(context, people);
  if (level === 'user') {
    return own ?? [];
  }
  const inContext = context.patient ? [context.patient] : [];
  return own === 'all' || own === undefined
    ? inContext
    : inContext.filter((patient) => own.includes(patient));
}

/** Undefined where nobody knows who this is; then only the context the token carries counts. */
function personalPatients(
  context: AccessContext,
  people: readonly SandboxPerson[],
): 'all' | readonly string[] | undefined {
  const fhirUser = localReference(context.fhirUser);
  const person = people.find((each) => each.username === context.subject || each.fhirUser === fhirUser);
  if (person) {
    return person.kind === 'staff' ? 'all' : person.patients;
  }
  if (fhirUser === undefined) {
    return undefined;
  }
  return /^Practitioner(Role)?\//.test(fhirUser) ? 'all' : [];
}

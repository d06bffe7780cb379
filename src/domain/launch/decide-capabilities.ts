// The capability map: granted scopes × CapabilityStatement × vendor table become the lines that decide
// what is on screen. What is off says why in literal codes; the words live in the screens.
import type { FhirUser } from './fhir-id.ts';
import { decideAllowed, type Interaction, type Scopes } from './scope.ts';
import type { CapabilityLine, Reason } from './session-view.ts';
import { VENDOR_WRITES, type Vendor, type VendorWrite, type WriteKind } from './vendor-table.ts';

/** What one server says it can, by resource type. `conditionalCreate`: only where it says so. */
export type StatementSummary = Record<
  string,
  { interactions: string[]; operations: string[]; conditionalCreate?: boolean }
>;

export interface CapabilityFacts {
  vendor: Vendor;
  door: 'ehr' | 'patient' | 'staff';
  granted: Scopes;
  requested: Scopes;
  /** `unreadable`: asked for and not understood; what it would forbid is then unknown. */
  statement: StatementSummary | 'unreadable';
  fhirUser: FhirUser | null;
  hasRole: boolean;
  hasPatient: boolean;
  hasEncounter: boolean;
  hasRefreshToken: boolean;
  /** The tenant has an HL7 v2 endpoint, the road for what FHIR does not take. */
  hasHl7v2: boolean;
}

const READS: readonly [id: string, resource: string, interaction: 'r' | 's'][] = [
  ['read.demographics', 'Patient', 'r'],
  ['read.allergies', 'AllergyIntolerance', 's'],
  ['read.problems', 'Condition', 's'],
  ['read.medications', 'MedicationRequest', 's'],
  ['read.observations', 'Observation', 's'],
  ['read.notes', 'DocumentReference', 's'],
  ['read.encounters', 'Encounter', 's'],
  ['read.appointments', 'Appointment', 's'],
  ['read.immunizations', 'Immunization', 's'],
  ['read.procedures', 'Procedure', 's'],
  ['read.coverage', 'Coverage', 's'],
];
const INTERACTION_NAME = { c: 'create', r: 'read', u: 'update', d: 'delete', s: 'search-type' } as const;

/** One line per thing Webside would like to do here, always the same lines in the same order. */
export function decideCapabilities(facts: CapabilityFacts): CapabilityLine[] {
  const writes: WriteKind[] = ['encounter', 'note', 'charge', 'vitals'];
  return [
    ...listContext(facts),
    ...READS.map(([id, resource, interaction]) => decideRead(facts, id, resource, interaction)),
    ...(facts.door === 'patient' ? [] : writes.map((kind) => decideWrite(facts, kind))),
    fact('session.refresh', 'session', facts.hasRefreshToken, 'no-refresh-token'),
  ];
}

function listContext(facts: CapabilityFacts): CapabilityLine[] {
  return [
    fact('context.person', 'context', facts.fhirUser !== null, 'no-fhir-user'),
    fact('context.role', 'context', facts.hasRole, 'role-unknown'),
    fact('context.patient', 'context', facts.hasPatient, 'no-patient'),
    fact('context.encounter', 'context', facts.hasEncounter, 'no-encounter'),
  ];
}

function fact(id: string, group: 'context' | 'session', isThere: boolean, code: string): CapabilityLine {
  const reasons = isThere ? [] : [{ code, data: {} }];
  return { id, group, state: isThere ? 'on' : 'off', route: 'none', scopes: [], reasons };
}

function decideRead(
  facts: CapabilityFacts,
  id: string,
  resource: string,
  interaction: 'r' | 's',
): CapabilityLine {
  const scope = `${facts.door === 'patient' ? 'patient' : 'user'}/${resource}.${interaction}`;
  const missing = [
    ...scopeReasons(facts, resource, interaction, scope),
    ...statementReasons(facts, resource, INTERACTION_NAME[interaction]),
  ];
  return {
    id,
    group: 'read',
    state: stateOf(missing),
    route: missing.some(blocks) ? 'none' : 'fhir',
    scopes: [scope],
    reasons: missing,
  };
}

function decideWrite(facts: CapabilityFacts, kind: WriteKind): CapabilityLine {
  const write = VENDOR_WRITES[facts.vendor][kind];
  const scope = `user/${write.resource}.c`;
  const reasons = [...vendorReasons(facts, write), ...writeReasons(facts, write, scope)];
  const direct = write.route !== 'none' && !reasons.some(blocks);
  const line = {
    id: `write.${kind}`,
    group: 'write' as const,
    scopes: write.route === 'none' ? [] : [scope],
  };
  if (direct)
    return { ...line, state: stateOf(reasons), route: write.route as 'fhir' | 'operation', reasons };
  const detour = { code: 'hand-over-only', data: {} };
  return facts.hasHl7v2
    ? { ...line, state: 'limited', route: 'hl7v2', reasons }
    : { ...line, state: 'limited', route: 'hand-over', reasons: [...reasons, detour] };
}

function vendorReasons(facts: CapabilityFacts, write: VendorWrite): Reason[] {
  const data = { vendor: facts.vendor, resource: write.resource, source: write.source };
  return write.route === 'none'
    ? [{ code: 'vendor-cannot', data }]
    : write.remarks
        .filter((code) => code !== 'needs-open-encounter' || !facts.hasEncounter)
        .map((code) => ({ code, data }));
}

function writeReasons(facts: CapabilityFacts, write: VendorWrite, scope: string): Reason[] {
  if (write.route === 'none') return [];
  const needed = write.route === 'operation' ? `$${write.operation}` : INTERACTION_NAME.c;
  return [
    ...scopeReasons(facts, write.resource, 'c', scope),
    ...statementReasons(facts, write.resource, needed),
  ];
}

function scopeReasons(
  facts: CapabilityFacts,
  resource: string,
  interaction: Interaction,
  scope: string,
): Reason[] {
  const granted = decideAllowed(facts.granted, resource, interaction);
  if (granted === 'on') return [];
  if (granted === 'limited') return [{ code: 'scope-limited', data: { scopes: scope, resource } }];
  const asked = decideAllowed(facts.requested, resource, interaction) !== 'off';
  return [{ code: asked ? 'scope-not-granted' : 'not-asked-for', data: { scopes: scope, resource } }];
}

function statementReasons(facts: CapabilityFacts, resource: string, needed: string): Reason[] {
  if (facts.statement === 'unreadable')
    return [{ code: 'capability-statement-unreadable', data: { resource } }];
  const said = Object.hasOwn(facts.statement, resource) ? facts.statement[resource] : undefined;
  const can = needed.startsWith('$')
    ? said?.operations.includes(needed.slice(1))
    : said?.interactions.includes(needed);
  return can ? [] : [{ code: 'not-in-capability-statement', data: { resource, interaction: needed } }];
}

const BLOCKING = ['scope-not-granted', 'not-asked-for', 'not-in-capability-statement', 'vendor-cannot'];
function blocks(reason: Reason): boolean {
  return BLOCKING.includes(reason.code);
}
function stateOf(reasons: Reason[]): 'on' | 'limited' | 'off' {
  if (reasons.some(blocks)) return 'off';
  return reasons.length > 0 ? 'limited' : 'on';
}

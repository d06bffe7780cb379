// Says a visit as an Encounter that goes on, and its end as a JSON Patch, where the EHR takes either. What cannot
// be sent is refused here with reasons.
import type { Encounter } from '@medplum/fhirtypes';
import type { Reason } from '#domain/launch';
import {
  type EncounterSite,
  type EncounterVariant,
  USUAL_TYPE,
  type VisitRecord,
} from './encounter-facts.ts';

export const TELEHEALTH_ENCOUNTER_PROFILE =
  'https://webside.example/fhir/StructureDefinition/webside-telehealth-encounter';
const REFERENCE_SYSTEM = 'urn:webside:reference';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';

export type BuiltEncounter = { ok: true; resource: Encounter } | { ok: false; reasons: Reason[] };

/** RFC 6902, one operation. */
export interface PatchStep {
  op: 'add' | 'replace';
  path: string;
  value: unknown;
}

/**
 * Elements of R4 that a vendor refuses, each with its row: left out on purpose, and the only ways in which what is
 * sent falls short of R4 and US Core.
 */
export const REFUSED_ELEMENTS = [
  { variant: 'oracle', element: 'class', source: 'ehr-integration 3.1: class not writable' },
  { variant: 'oracle', element: 'appointment', source: 'ehr-integration 3.1: appointment not writable' },
] as const;

/** At admission: it goes on. Its end is a patch of its own. */
export function buildTelehealthEncounter(
  variant: EncounterVariant,
  visit: VisitRecord,
  site: EncounterSite,
): BuiltEncounter {
  const reasons = listEncounterFaults(variant, visit, site);
  if (reasons.length > 0) return { ok: false, reasons };
  const { reference, patient, performer, start, end, reason, appointment } = visit;
  const isRefused = (element: string) =>
    REFUSED_ELEMENTS.some((row) => row.variant === variant && row.element === element);
  return {
    ok: true,
    resource: {
      resourceType: 'Encounter',
      status: end === null ? 'in-progress' : 'finished',
      ...(!isRefused('class') && { class: { system: ACT_CODE, code: 'VR', display: 'virtual' } }),
      type: [{ coding: [site.encounterType ?? USUAL_TYPE] }],
      subject: { reference: patient },
      participant: [
        {
          type: [{ coding: [{ system: PARTICIPATION, code: 'ATND', display: 'attender' }] }],
          period: { start, ...(end !== null && { end }) },
          individual: { reference: performer.reference, display: performer.name },
        },
      ],
      period: { start, ...(end !== null && { end }) },
      ...(reason?.trim() && { reasonCode: [{ text: reason }] }),
      ...(variant === 'generic' && { identifier: [{ system: REFERENCE_SYSTEM, value: reference }] }),
      ...(appointment !== null && !isRefused('appointment') && { appointment: [{ reference: appointment }] }),
      ...(site.serviceProvider !== undefined && { serviceProvider: { reference: site.serviceProvider } }),
      ...(site.location !== undefined && { location: [{ location: { reference: site.location } }] }),
      // What a vendor's row takes away is the one difference from R4's type.
    } as Encounter,
  };
}

/** The visit's end; Oracle Health takes a period and a type, never a status (ehr-integration 3.1). */
export function buildEncounterEnd(variant: 'generic' | 'oracle', end: string): PatchStep[] {
  const period: PatchStep = { op: 'add', path: '/period/end', value: end };
  return variant === 'oracle' ? [period] : [period, { op: 'replace', path: '/status', value: 'finished' }];
}

/** Empty: it may be sent. */
export function listEncounterFaults(
  variant: EncounterVariant,
  visit: VisitRecord,
  site: EncounterSite,
): Reason[] {
  const places = [site.location, site.serviceProvider].filter((one) => one !== undefined);
  const faults: [isFault: boolean, code: string][] = [
    [variant === 'epic', 'encounter.kept-by-ehr'],
    [!/^Patient\/[\w.-]{1,64}$/.test(visit.patient), 'encounter.patient-missing'],
    [!/^Practitioner\/[\w.-]{1,64}$/.test(visit.performer.reference), 'encounter.performer-missing'],
    [variant === 'oracle' && places.length !== 1, 'encounter.one-place-needed'],
    [visit.end !== null && Date.parse(visit.end) < Date.parse(visit.start), 'encounter.ends-before-start'],
  ];
  return faults.flatMap(([isFault, code]) => (isFault ? [{ code, data: {} }] : []));
}

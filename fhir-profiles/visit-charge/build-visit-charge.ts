// Says each line of a confirmed charge as a ChargeItem, in the form this kind of EHR takes. What cannot be sent is
// refused here with reasons. Epic has no ChargeItem at all: there a charge goes another road.
import type { ChargeItem, Coding, Extension, Parameters } from '@medplum/fhirtypes';
import { type ChargedLine, type ConfirmedCharge, systemOfModifier } from '#domain/billing';
import type { Reason } from '#domain/launch';
import {
  ICD_10_CM,
  MODIFIER_EXTENSION,
  ORACLE,
  PLACE_EXTENSION,
  PLACE_SYSTEM,
  REFERENCE_SYSTEM,
} from './charge-terms.ts';

export type BuiltCharge<Resource> = { ok: true; resource: Resource } | { ok: false; reasons: Reason[] };

/** Of an Oracle Health site, from its tenants file. */
export interface OracleChargeSite {
  /** The site's highest tier of bill codes: `…/CodeSystem/BillCodes-CPT`, `-HCPCS`, `-CDM_SCHED` or `-PROCCODE`. */
  billCodeSystem: string;
  /** A schedule of codeSet/14002. */
  billCodeSchedule: Coding;
}

/** The name of one line: the charge's visible reference and the line's number, counted from 1. */
export const referenceOfLine = (charge: Pick<ConfirmedCharge, 'reference'>, at: number): string =>
  `${charge.reference}-${at + 1}`;

/** One line as a ChargeItem of plain R4, to be created. `at`: which line, from 0. */
export function buildVisitCharge(charge: ConfirmedCharge, at: number): BuiltCharge<ChargeItem> {
  const found = lineOf(charge, at);
  if (!found.ok) return found;
  const { line } = found;
  return {
    ok: true,
    resource: {
      resourceType: 'ChargeItem',
      ...extensionsOf(line, charge),
      identifier: [{ system: REFERENCE_SYSTEM, value: referenceOfLine(charge, at) }],
      status: 'billable',
      code: { coding: [{ system: line.system, code: line.code }] },
      ...subjectOf(charge),
      occurrencePeriod: { ...charge.occurrence },
      performer: [{ actor: actorOf(charge) }],
      quantity: { value: line.units },
      ...(charge.confirmedBy.reference !== null && { enterer: { reference: charge.confirmedBy.reference } }),
      enteredDate: charge.confirmedAt,
      reason: line.diagnoses.map(({ code, display }) => ({
        coding: [{ system: ICD_10_CM, code, ...(display !== null && { display }) }],
      })),
    },
  };
}

/**
 * A charge that the EHR has, marked as entered in error; all else stays as the EHR has it. `reference`: of the line, as
 * `referenceOfLine` gave it. What does not bear it is not ours to change.
 */
export function buildChargeCredit(current: ChargeItem, reference: string): BuiltCharge<ChargeItem> {
  const isOurs = (current.identifier ?? []).some(
    ({ system, value }) => system === REFERENCE_SYSTEM && value === reference,
  );
  return isOurs
    ? { ok: true, resource: { ...current, status: 'entered-in-error' } }
    : { ok: false, reasons: [{ code: 'charge.not-ours', data: {} }] };
}

/**
 * The body of Oracle Health's `ChargeItem/$create` for one line (ehr-integration 3.3). `transactionId`: a UUID that
 * stays the same however often this line is sent.
 */
export function buildOracleCharge(
  charge: ConfirmedCharge,
  at: number,
  site: OracleChargeSite,
  transactionId: string,
): BuiltCharge<Parameters> {
  const found = lineOf(charge, at);
  const reasons = found.ok ? [] : [...found.reasons];
  if (charge.encounter === null) reasons.push({ code: 'charge.encounter-missing', data: {} });
  if (!/\/BillCodes-(CDM_SCHED|CPT|HCPCS|PROCCODE)$/.test(site.billCodeSystem))
    reasons.push({ code: 'charge.bill-codes-missing', data: {} });
  if (!UUID.test(transactionId)) reasons.push({ code: 'charge.transaction-missing', data: {} });
  if (!found.ok || reasons.length > 0) return { ok: false, reasons };
  const { line } = found;
  const chargeItem: ChargeItem = {
    resourceType: 'ChargeItem',
    ...(line.modifiers.length > 0 && { extension: line.modifiers.map(modifierOfOracle) }),
    status: 'unknown',
    code: {
      coding: [
        {
          extension: [{ url: ORACLE.billCodeSchedule, valueCoding: site.billCodeSchedule }],
          ...{ system: site.billCodeSystem, code: line.code },
        },
      ],
    },
    ...subjectOf(charge),
    occurrenceDateTime: charge.occurrence.start,
    performer: [{ function: { coding: [PERFORMING] }, actor: actorOf(charge) }],
    quantity: { value: line.units },
    reason: line.diagnoses.map(({ code }, place) => ({
      coding: [
        {
          extension: [{ url: ORACLE.priority, valueUnsignedInt: place + 1 }],
          system: site.billCodeSystem.replace(/BillCodes-\w+$/, 'BillCodes-ICD'),
          code,
        },
      ],
    })),
  };
  return {
    ok: true,
    resource: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'transactionId', valueUuid: `urn:uuid:${transactionId.toLowerCase()}` },
        { name: 'chargeItem', resource: chargeItem },
      ],
    },
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PERFORMING: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  code: 'PRF',
};

/** A held charge and one that was taken back are never said to anybody. */
function lineOf(
  charge: ConfirmedCharge,
  at: number,
): { ok: true; line: ChargedLine } | { ok: false; reasons: Reason[] } {
  const line = charge.lines[at];
  const faults: [isFault: boolean, code: string][] = [
    [line === undefined, 'charge.line-missing'],
    [charge.holds.length > 0, 'charge.held'],
    [charge.withdrawnAt !== null, 'charge.withdrawn'],
    [!/^Patient\/[\w.-]{1,64}$/.test(charge.patient), 'charge.patient-missing'],
    [
      !/^(Practitioner|PractitionerRole)\/[\w.-]{1,64}$/.test(charge.performer.reference),
      'charge.performer-missing',
    ],
    [line?.diagnoses.length === 0, 'charge.diagnosis-missing'],
  ];
  const reasons = faults.flatMap(([isFault, code]) => (isFault ? [{ code, data: {} }] : []));
  return line === undefined || reasons.length > 0 ? { ok: false, reasons } : { ok: true, line };
}

function extensionsOf(line: ChargedLine, { placeOfService }: ConfirmedCharge): { extension?: Extension[] } {
  const extension: Extension[] = [
    ...line.modifiers.map((code) => ({
      url: MODIFIER_EXTENSION,
      valueCoding: { system: systemOfModifier(code), code },
    })),
    ...(placeOfService === null
      ? []
      : [{ url: PLACE_EXTENSION, valueCoding: { system: PLACE_SYSTEM, code: placeOfService } }]),
  ];
  return extension.length > 0 ? { extension } : {};
}

const modifierOfOracle = (code: string, place: number): Extension => ({
  url: ORACLE.modifierCode,
  extension: [
    { url: 'code', valueCodeableConcept: { coding: [{ system: systemOfModifier(code), code }] } },
    { url: 'priority', valueUnsignedInt: place + 1 },
  ],
});

const subjectOf = ({ patient, encounter }: ConfirmedCharge) => ({
  subject: { reference: patient },
  ...(encounter !== null && { context: { reference: encounter } }),
});

const actorOf = ({ performer: { reference, name } }: ConfirmedCharge) => ({
  reference,
  ...(name !== null && { display: name }),
});

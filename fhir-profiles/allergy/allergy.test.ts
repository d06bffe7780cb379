import { describe, expect, it } from 'vitest';
import { readAllergy } from './allergy.ts';
import example from './example.json' with { type: 'json' };

const read = (parts: object) => {
  const one = readAllergy({
    resourceType: 'AllergyIntolerance',
    id: 'a',
    patient: { reference: 'Patient/p' },
    ...parts,
  });
  return one.state === 'shown' ? one.row : null;
};
const status = (code: string) => ({ coding: [{ code }] });

describe('reading an AllergyIntolerance', () => {
  it('reads the example', () => {
    expect(readAllergy(example)).toMatchObject({
      state: 'shown',
      row: { text: 'Penicillin', isCurrent: true, saysNoneKnown: false },
    });
  });
  it.each(['inactive', 'resolved'])('%s: no longer current', (code) => {
    expect(read({ clinicalStatus: status(code) })?.isCurrent).toBe(false);
  });
  it('refuted: visible, not current; entered in error: no row at all', () => {
    expect(read({ verificationStatus: status('refuted') })?.isCurrent).toBe(false);
    expect(
      readAllergy({
        resourceType: 'AllergyIntolerance',
        id: 'a',
        verificationStatus: status('entered-in-error'),
      }),
    ).toEqual({
      state: 'entered-in-error',
    });
  });
  it('without any status it counts as current: safety before tidiness', () => {
    expect(read({ code: { coding: [{ display: 'Latex' }] } })).toMatchObject({
      text: 'Latex',
      isCurrent: true,
    });
  });
  it('"no known allergy" is not "no known drug allergy"', () => {
    expect(read({ code: { coding: [{ code: '716186003' }] } })?.saysNoneKnown).toBe(true);
    expect(read({ code: { coding: [{ code: '409137002' }] } })?.saysNoneKnown).toBe(false);
  });
  it('keeps reactions with their severity', () => {
    const reaction = [{ manifestation: [{ text: 'Hives' }, { text: 'Wheeze' }], severity: 'severe' }];
    expect(read({ reaction })?.reactions).toEqual([{ text: 'Hives, Wheeze', severity: 'severe' }]);
  });
});

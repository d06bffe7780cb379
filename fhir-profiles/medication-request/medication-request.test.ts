import { describe, expect, it } from 'vitest';
import example from './example.json' with { type: 'json' };
import { readMedicationRequest } from './medication-request.ts';

const read = (parts: object) =>
  readMedicationRequest({ resourceType: 'MedicationRequest', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a MedicationRequest', () => {
  it('reads the example', () => {
    expect(readMedicationRequest(example)).toMatchObject({
      state: 'shown',
      row: { text: 'Lisinopril 10 mg tablet', dosage: 'One tablet by mouth every morning', isCurrent: true },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it.each(['stopped', 'cancelled', 'completed', 'draft'])('%s: not current', (status) => {
    expect(row({ status }).isCurrent).toBe(false);
  });
  it('on hold and unknown status stay in sight', () => {
    expect([row({ status: 'on-hold' }).isCurrent, row({}).isCurrent]).toEqual([true, true]);
  });
  it('an order not to give is never shown as a medication', () => {
    expect(read({ doNotPerform: true }).state).toBe('cannot-show');
    expect(read({ doNotPerform: false }).state).toBe('shown');
  });
  it('without a sentence the dose stands in its recorded spelling', () => {
    const dose = { value: 0.5, unit: 'mg' };
    const dosageInstruction = [{ route: { text: 'by mouth' }, doseAndRate: [{ doseQuantity: dose }] }];
    expect(row({ dosageInstruction }).dosage).toBe('0.5 mg, by mouth');
  });
  it('a dosage with an unknown modifier makes it unshowable', () => {
    expect(
      read({ dosageInstruction: [{ text: 'One daily', modifierExtension: [{ url: 'x' }] }] }),
    ).toMatchObject({
      state: 'cannot-show',
      unshown: { reason: { code: 'modifier-unknown' } },
    });
  });
});

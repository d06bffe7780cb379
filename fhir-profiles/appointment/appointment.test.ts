import { describe, expect, it } from 'vitest';
import { readAppointment } from './appointment.ts';
import example from './example.json' with { type: 'json' };

const read = (parts: object) => readAppointment({ resourceType: 'Appointment', id: 'x', ...parts });
const row = (parts: object) => {
  const one = read(parts);
  if (one.state !== 'shown') throw new Error(`not shown: ${JSON.stringify(one)}`);
  return one.row;
};

describe('reading a Appointment', () => {
  it('reads the example', () => {
    expect(readAppointment(example)).toMatchObject({
      state: 'shown',
      row: { text: 'Video visit', isCurrent: true, with: ['Dr. Helen Brooks'], reason: 'Blood pressure' },
    });
  });
  it('entered in error is no row', () => {
    expect(read({ status: 'entered-in-error' }).state).toBe('entered-in-error');
  });
  it('cancelled and missed ones are not ahead', () => {
    expect(['cancelled', 'noshow', 'fulfilled'].map((status) => row({ status }).isCurrent)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

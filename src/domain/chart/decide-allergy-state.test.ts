import { describe, expect, it } from 'vitest';
import { decideAllergyState } from './decide-allergy-state.ts';

const line = (name: string | null, parts = {}) => ({ name, isCurrent: true, saysNoneKnown: false, ...parts });
const none = line('No known allergy', { saysNoneKnown: true });

describe('what the banner says of allergies', () => {
  it('lists what is recorded, the same once', () => {
    expect(decideAllergyState([line('Latex'), line('Penicillin'), line('Latex')])).toEqual({
      state: 'recorded',
      names: ['Latex', 'Penicillin'],
    });
  });
  it('a recorded allergy beats a "none known" beside it', () => {
    expect(decideAllergyState([none, line('Latex')])).toEqual({ state: 'recorded', names: ['Latex'] });
  });
  it('"none known" is a statement, an empty list is none', () => {
    expect(decideAllergyState([none]).state).toBe('none-known');
    expect(decideAllergyState([]).state).toBe('not-recorded');
  });
  it('entered in error or resolved ones are not recorded ones, nor a "none known"', () => {
    expect(decideAllergyState([line('Latex', { isCurrent: false })]).state).toBe('not-recorded');
    expect(decideAllergyState([{ ...none, isCurrent: false }]).state).toBe('not-recorded');
  });
  it('an allergy without a name is still shown', () => {
    expect(decideAllergyState([line(null)])).toEqual({ state: 'recorded', names: ['?'] });
  });
  it('not permitted and could not be read stay two different things', () => {
    expect(decideAllergyState('not-permitted')).toEqual({ state: 'not-permitted' });
    expect(decideAllergyState('could-not-be-read')).toEqual({ state: 'could-not-be-read' });
  });
});

import { describe, expect, it } from 'vitest';
import { readHome } from './home.ts';

const AT = new Date('2026-11-22T12:00:00Z');
const read = (...address: unknown[]) => readHome({ resourceType: 'Patient', address }, AT);
const MA = { state: 'MA', country: 'US' };

describe('the home of a Patient', () => {
  it.each([undefined, 'US', 'usa', 'United States', 'U.S.A.'])(
    'is in the United States where its country is %s',
    (country) => expect(read({ use: 'home', state: 'ma', country })).toEqual(MA),
  );
  it('is the address of that use before others', () =>
    expect(read({ state: 'NH' }, { use: 'home', state: 'MA' })).toEqual(MA));
  it('is an address without a use where none has it', () => expect(read({ state: 'MA' })).toEqual(MA));
  it.each(['old', 'temp', 'billing', 'work'])('is none of use %s', (use) =>
    expect(read({ use, state: 'MA' })).toBeNull(),
  );
  it('is no address whose time is over, and one that ends today', () => {
    expect(read({ use: 'home', state: 'MA', period: { end: '2026-11-21' } })).toBeNull();
    expect(read({ use: 'home', state: 'MA', period: { end: '2026-11-22' } })).toEqual(MA);
  });
  it('is not guessed at where two say two things', () => {
    expect(read({ use: 'home', state: 'MA' }, { use: 'home', state: 'NH' })).toBeNull();
    expect(read({ use: 'home', state: 'MA' }, { use: 'home', state: 'MA' })).toEqual(MA);
  });
  it('has no state where that is not written by two letters', () =>
    expect(read({ use: 'home', state: 'Massachusetts' })).toEqual({ state: null, country: 'US' }));
  it('abroad has a country and no state of ours', () =>
    expect(read({ use: 'home', state: 'ON', country: 'ca' })).toEqual({ state: null, country: 'CA' }));
  it('in a country that is no code is nowhere', () =>
    expect(read({ use: 'home', state: 'MA', country: 'Freedonia' })).toBeNull());
  it.each([[{}], [null], [{ address: 'MA' }], [{ address: [null, 1] }]])('of %j is nowhere', (patient) =>
    expect(readHome(patient, AT)).toBeNull(),
  );
});

import { describe, expect, it } from 'vitest';
import { readMailAddresses } from './mail-addresses.ts';

const AT = new Date('2026-11-22T12:00:00Z');
const read = (...telecom: unknown[]) => readMailAddresses({ resourceType: 'Patient', telecom }, AT);
const mail = (value: string, more: object = {}) => ({ system: 'email', value, ...more });

describe('e-mail addresses of a Patient', () => {
  it('are those of system email, once each', () =>
    expect(read(mail('a@x.example'), { system: 'phone', value: '1' }, mail('a@x.example'))).toEqual([
      'a@x.example',
    ]));
  it('come by rank', () =>
    expect(read(mail('b@x.example'), mail('a@x.example', { rank: 1 }))).toEqual([
      'a@x.example',
      'b@x.example',
    ]));
  it('that are old, or whose time is over, are not offered', () => {
    expect(read(mail('a@x.example', { use: 'old' }))).toEqual([]);
    expect(read(mail('a@x.example', { period: { end: '2026-11-21' } }))).toEqual([]);
    expect(read(mail('a@x.example', { period: { end: '2026-11-22' } }))).toEqual(['a@x.example']);
    expect(read(mail('a@x.example', { period: { end: '2026' } }))).toEqual(['a@x.example']);
    expect(read(mail('a@x.example', { period: { end: '2025' } }))).toEqual([]);
  });
  it('of another shape are left out, one by one', () =>
    expect(
      read(mail('not an address'), mail('a@x.example\nBcc: b@x.example'), null, mail('c@x.example')),
    ).toEqual(['c@x.example']));
  it.each([[{}], [null], [{ telecom: 'a@x.example' }]])('of %j are none', (patient) =>
    expect(readMailAddresses(patient, AT)).toEqual([]),
  );
});

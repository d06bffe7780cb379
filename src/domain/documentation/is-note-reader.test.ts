import { expect, it } from 'vitest';
import { isNoteReader } from './is-note-reader.ts';

const came = { role: 'staff', wasAdmitted: true } as const;

it.each([
  ['clinician', undefined, true],
  ['clinician', { role: 'host', wasAdmitted: true }, true],
  ['nurse', came, true],
  ['nurse', { role: 'staff', wasAdmitted: false }, false],
  ['nurse', undefined, false],
  // Whoever is a guest in one visit and a nurse at work reads nothing by having been a guest.
  ['nurse', { role: 'guest', wasAdmitted: true }, false],
  ...['biller', 'supervisor', 'privacy-officer', 'tech-admin', 'patient', 'proxy', 'guest', null].map(
    (role) => [role, came, false] as const,
  ),
] as const)('%s, in the visit as %o: %s', (role, me, reads) => {
  expect(isNoteReader(role, me)).toBe(reads);
});

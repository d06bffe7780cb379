import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFhirId, readFhirUser } from './fhir-id.ts';

const BASE = 'https://ehr.example/fhir/r4';

describe('isFhirId', () => {
  it.each(['a', 'Abc-1.2', '...', '-', '0', 'a'.repeat(64)])('takes %s', (id) => {
    expect(isFhirId(id)).toBe(true);
  });
  it.each([
    '',
    '.',
    '..',
    'a'.repeat(65),
    'a/b',
    '../x',
    'a b',
    'a%2e',
    'ä',
    'a\n',
    'a\0',
    1,
    null,
    undefined,
    ['a'],
  ])('refuses %j', (id) => {
    expect(isFhirId(id)).toBe(false);
  });
  it('keeps every address inside its type, whatever the string', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[./%a-z]{1,12}$/)), (id) => {
        if (!isFhirId(id)) return;
        expect(new URL(`${BASE}/Patient/${id}`).pathname).toBe(`/fhir/r4/Patient/${id}`);
      }),
    );
  });
});

describe('readFhirUser', () => {
  it.each([
    ['Practitioner/abc', 'Practitioner/abc'],
    [`${BASE}/Practitioner/abc`, 'Practitioner/abc'],
    [`${BASE}/Patient/1.2-3`, 'Patient/1.2-3'],
    ['RelatedPerson/r/_history/2', 'RelatedPerson/r'],
    ['PractitionerRole/x', 'PractitionerRole/x'],
    ['Person/x', 'Person/x'],
  ])('reads %s', (value, reference) => {
    for (const base of [BASE, `${BASE}/`]) expect(readFhirUser(value, base)?.reference).toBe(reference);
  });

  it.each([
    'https://evil.example/fhir/r4/Practitioner/abc',
    'https://ehr.example/fhir/r4x/Practitioner/abc',
    'https://ehr.example.evil.test/fhir/r4/Practitioner/abc',
    'https://ehr.example@evil.test/fhir/r4/Practitioner/abc',
    'HTTPS://EHR.example/fhir/r4/Practitioner/abc',
    'http://ehr.example/fhir/r4/Practitioner/abc',
    `${BASE}/../admin/Practitioner/abc`,
    `${BASE}//Practitioner/abc`,
    '/Practitioner/abc',
    '//evil.example/Practitioner/abc',
    'Practitioner/..',
    'Practitioner/.',
    'Practitioner/a/b',
    'Practitioner/',
    'Practitioner',
    'Organization/abc',
    'practitioner/abc',
    'urn:uuid:1',
    '',
    7,
    null,
    undefined,
    {},
  ])('is nobody for %j', (value) => {
    expect(readFhirUser(value, BASE)).toBeNull();
  });
});

import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import example from './example.json' with { type: 'json' };
import { readPatient } from './patient.ts';
import profile from './profile.json' with { type: 'json' };

const patient = (parts: Partial<Patient> = {}): Patient => ({ resourceType: 'Patient', id: 'p', ...parts });

describe('reading a Patient', () => {
  it('reads the example, and every element the profile names', () => {
    expect(readPatient(example as Patient)).toEqual({
      id: 'example',
      family: 'Herrera',
      given: ['Lucía', 'Inés'],
      birthDate: '1961-11-21',
      deceased: false,
      sex: 'female',
      mrn: '10042',
      language: 'es',
      interpreterNeeded: true,
    });
    const named = profile.differential.element.map(({ path }) => path.split('.')[1]).filter(Boolean);
    expect(named).toEqual(['identifier', 'name', 'gender', 'birthDate', 'deceased[x]', 'communication']);
  });

  it('an empty Patient gives nothing, and guesses nothing', () => {
    expect(readPatient(patient())).toEqual({
      id: 'p',
      family: null,
      given: [],
      birthDate: null,
      deceased: false,
      sex: null,
      mrn: null,
      language: null,
      interpreterNeeded: null,
    });
  });

  it('never shows an old or maiden name, or one whose time is over', () => {
    const read = (use: 'old' | 'maiden') =>
      readPatient(patient({ name: [{ use, family: 'Before' }] })).family;
    expect([read('old'), read('maiden')]).toEqual([null, null]);
    expect(
      readPatient(patient({ name: [{ use: 'usual', family: 'Before', period: { end: '2020' } }] })).family,
    ).toBeNull();
  });

  it('takes no other number for the MRN, nor an old one', () => {
    const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] };
    expect(readPatient(patient({ identifier: [{ value: '1' }] })).mrn).toBeNull();
    expect(
      readPatient(
        patient({
          identifier: [
            { type, use: 'old', value: '1' },
            { type, value: '2' },
          ],
        }),
      ).mrn,
    ).toBe('2');
  });

  it('keeps partial birth dates as recorded', () => {
    expect(readPatient(patient({ birthDate: '1950' })).birthDate).toBe('1950');
  });

  it('two languages without a preferred one are no answer; an unknown interpreter is not a no', () => {
    const language = (code: string) => ({ language: { coding: [{ code }] } });
    expect(readPatient(patient({ communication: [language('en'), language('es')] })).language).toBeNull();
    expect(readPatient(patient({ communication: [language('es')] })).language).toBe('es');
    const unknown = {
      url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed',
      valueCoding: { code: '261665006' },
    };
    expect(readPatient(patient({ extension: [unknown] })).interpreterNeeded).toBeNull();
  });

  it('knows the deceased by flag and by date', () => {
    expect(readPatient(patient({ deceasedDateTime: '2025-01-01' })).deceased).toBe(true);
    expect(readPatient(patient({ deceasedBoolean: false })).deceased).toBe(false);
  });
});

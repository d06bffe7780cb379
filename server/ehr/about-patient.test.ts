import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { isAboutPatient } from './about-patient.ts';

const BASE = 'https://ehr.example/fhir/r4';
const about = (resource: object) => isAboutPatient(resource as Resource, 'ada', BASE);

describe('whom a resource is about', () => {
  it.each([
    [{ resourceType: 'Patient', id: 'ada' }],
    [{ resourceType: 'Condition', subject: { reference: 'Patient/ada' } }],
    [{ resourceType: 'AllergyIntolerance', patient: { reference: 'Patient/ada/_history/3' } }],
    [{ resourceType: 'Coverage', beneficiary: { reference: `${BASE}/Patient/ada` } }],
  ])('%j: the launch’s patient', (resource) => {
    expect(about(resource)).toBe(true);
  });

  it.each([
    ['another patient', { resourceType: 'Patient', id: 'ida' }],
    ['a patient without an id', { resourceType: 'Patient' }],
    ['another subject', { resourceType: 'Condition', subject: { reference: 'Patient/ida' } }],
    [
      'a subject at another server',
      { resourceType: 'Condition', subject: { reference: 'https://evil.example/Patient/ada' } },
    ],
    ['a look-alike base', { resourceType: 'Condition', subject: { reference: `${BASE}x/Patient/ada` } }],
    ['a longer id', { resourceType: 'Condition', subject: { reference: 'Patient/ada2' } }],
    ['a group', { resourceType: 'Condition', subject: { reference: 'Group/ada' } }],
    ['a logical reference only', { resourceType: 'Condition', subject: { identifier: { value: 'ada' } } }],
    ['no subject', { resourceType: 'Condition' }],
    [
      'a mother who wrote her child’s note',
      {
        resourceType: 'DocumentReference',
        subject: { reference: 'Patient/noah' },
        author: [{ reference: 'Patient/ada' }],
      },
    ],
    [
      'two roles that disagree',
      { resourceType: 'X', subject: { reference: 'Patient/ada' }, patient: { reference: 'Patient/ida' } },
    ],
    ['a subject that is no reference', { resourceType: 'Condition', subject: 'Patient/ada' }],
  ])('%s: not the launch’s patient', (_name, resource) => {
    expect(about(resource)).toBe(false);
  });
});

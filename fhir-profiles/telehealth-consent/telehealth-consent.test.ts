import { validateResource } from '@medplum/core';
import type { Consent, StructureDefinition } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../server/sandbox/fhir/definitions.ts';
import { withSnapshot } from '../../tests/fixtures/profiles.ts';
import example from './example.json' with { type: 'json' };
import definition from './profile.json' with { type: 'json' };
import {
  buildConsent,
  type ConsentFacts,
  readConsent,
  TELEHEALTH_CONSENT_PROFILE,
} from './telehealth-consent.ts';

const facts: ConsentFacts = {
  kind: 'telehealth',
  agreed: true,
  version: '2',
  language: 'es',
  by: 'parent',
  name: 'Lucía Reyes',
  givenAt: '2026-11-22T14:31:05.000Z',
  withdrawnAt: null,
  patientId: 'mateo',
  givenFor: 'patient',
  modality: 'audio',
  heard: { by: 'Helen Brooks', interpreter: 'Maria Ruiz', witness: null },
};
const profile = withSnapshot(definition as StructureDefinition);
const demandValid = (consent: Consent) => validateResource(consent, { profile });
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const name = fc.stringMatching(/^[\p{L}]+( [\p{L}]+)?$/u);
const anyFacts: fc.Arbitrary<ConsentFacts> = fc
  .record({
    kind: fc.constantFrom('telehealth' as const, 'recording' as const, 'ai-listening' as const),
    agreed: fc.boolean(),
    version: fc.stringMatching(/^[a-z0-9.-]{1,10}$/),
    language: fc.constantFrom('en' as const, 'es' as const),
    by: fc.constantFrom('self' as const, 'parent' as const, 'guardian' as const, 'proxy' as const),
    name: fc.option(name),
    givenFor: fc.constantFrom('patient' as const, 'guest' as const, 'proxy' as const, 'staff' as const),
    modality: fc.option(fc.constantFrom('video' as const, 'audio' as const)),
    heard: fc.option(fc.record({ by: name, interpreter: fc.option(name), witness: fc.option(name) })),
    givenAt: instant,
    withdrawnAt: fc.option(instant),
    patientId: fc.stringMatching(/^[A-Za-z0-9-]{1,30}$/),
  })
  .map((one) => ({ ...one, withdrawnAt: one.agreed ? one.withdrawnAt : null }));

beforeAll(() => loadDefinitions());

describe('a consent as FHIR', () => {
  it('says the example', () => {
    expect(buildConsent(facts)).toEqual(example);
    expect(profile.url).toBe(TELEHEALTH_CONSENT_PROFILE);
    demandValid(example as Consent);
  });

  it('is valid and reads back whatever was said', () => {
    fc.assert(
      fc.property(anyFacts, (one) => {
        const built = buildConsent(one);
        demandValid(built);
        expect(readConsent(built)).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('a no is rejected and denies; a yes taken back is inactive and has an end', () => {
    expect(buildConsent({ ...facts, agreed: false })).toMatchObject({
      status: 'rejected',
      provision: { type: 'deny' },
    });
    expect(buildConsent({ ...facts, withdrawnAt: '2026-11-22T14:40:00.000Z' })).toMatchObject({
      status: 'inactive',
      provision: { type: 'permit', period: { end: '2026-11-22T14:40:00.000Z' } },
    });
  });

  it.each<[string, object]>([
    ['an active one that has an end', { provision: { type: 'permit', period: { end: '2026-11-22' } } }],
    ['an inactive one without', { status: 'inactive' }],
    [
      'the text of another kind',
      { policyRule: { coding: [{ ...example.policyRule.coding[0], code: 'recording/1' }] } },
    ],
    ['an unknown kind', { category: [{ coding: [{ ...example.category[0]?.coding[0], code: 'photo' }] }] }],
    ['nobody’s', { patient: { display: 'Mateo' } }],
    ['a proposal', { status: 'proposed' }],
    [
      'for a way of meeting that nobody knows',
      {
        extension: example.extension.map((one, at) => (at === 3 ? { ...one, valueCode: 'letter' } : one)),
      },
    ],
    ['no giver', { extension: [] }],
    ['nobody’s in particular', { extension: example.extension.filter((_, at) => at !== 1) }],
    ['spoken, and heard by nobody', { extension: example.extension.slice(0, 4) }],
    ['signed, and heard by somebody', { extension: example.extension.filter((_, at) => at !== 2) }],
  ])('%s is not read', (_name, change) => {
    expect(readConsent({ ...example, ...change })).toBeNull();
  });

  it('the profile refuses one without patient, text or end of the sentence', () => {
    const { patient: _p, ...nobody } = buildConsent(facts);
    const { policyRule: _r, ...noText } = buildConsent(facts);
    const { provision: _v, ...noWord } = buildConsent(facts);
    for (const bad of [nobody, noText, noWord]) expect(() => demandValid(bad as Consent)).toThrow();
  });
});

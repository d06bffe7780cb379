import type { Resource } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import type { Session } from '#server/http';
import { isWithheldDraft } from './drafts.ts';

const note = (docStatus?: string) => ({ resourceType: 'DocumentReference', id: 'd', docStatus }) as Resource;
const as = (role: Session['role']) => ({ role }) as Session;

it.each(['patient', 'proxy'] as const)('a %s is not given a note that nobody has signed', (role) => {
  expect(isWithheldDraft(as(role), note('preliminary'))).toBe(true);
  for (const docStatus of ['final', 'amended', undefined])
    expect(isWithheldDraft(as(role), note(docStatus))).toBe(false);
  expect(isWithheldDraft(as(role), { resourceType: 'Observation', status: 'preliminary' } as Resource)).toBe(
    false,
  );
});

it.each(['clinician', 'nurse', null] as const)('%s is', (role) => {
  expect(isWithheldDraft(as(role), note('preliminary'))).toBe(false);
});

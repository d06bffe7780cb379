import { describe, expect, it } from 'vitest';
import type { CapabilityLine, SessionView } from '#domain/launch';
import { listStripLines } from './list-strip-lines.ts';

const line = (...codes: string[]): CapabilityLine => ({
  id: 'read.problems',
  group: 'read',
  state: 'off',
  route: 'fhir',
  scopes: [],
  reasons: codes.map((code) => ({ code, data: {} })),
});
const codesOf = (
  capabilities: CapabilityLine[],
  role: SessionView['role'] = 'clinician',
  fhirUser: string | null = 'Practitioner/1',
) => listStripLines({ capabilities, role, person: { fhirUser, name: null } }).map(({ code }) => code);

describe('what is told above the chart', () => {
  it('is nothing where nothing is missing', () => {
    expect(codesOf([line(), line('vendor-cannot', 'not-in-capability-statement')])).toEqual([]);
  });

  it('begins with the role, and says why there is none', () => {
    const all = [line('no-refresh-token'), line('no-encounter'), line('scope-not-granted')];
    const others = ['withheld', 'no-encounter', 'no-refresh-token'];
    expect(codesOf(all, null)).toEqual(['role-unknown', ...others]);
    expect(codesOf(all, null, null)).toEqual(['no-fhir-user', ...others]);
    expect(codesOf(all)).toEqual(others);
  });

  it('counts what the EHR did not grant, or only in part', () => {
    const capabilities = [line('scope-not-granted'), line('scope-limited'), line('no-encounter')];
    const person = { fhirUser: 'Practitioner/1', name: null };
    expect(listStripLines({ capabilities, role: 'nurse', person })[0]).toEqual({
      code: 'withheld',
      count: 2,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { CHART_LISTS } from './chart-line.ts';
import { decideDraftAccess, decideListAccess } from './decide-list-access.ts';

const CLINICAL = [
  'allergies',
  'problems',
  'medications',
  'vitals',
  'labs',
  'immunizations',
  'procedures',
] as const;

describe('who may read which list', () => {
  it.each(['clinician', 'nurse', 'no-role', 'patient', 'proxy'] as const)('%s: all of them', (caller) => {
    expect(CHART_LISTS.filter((list) => !decideListAccess(caller, list))).toEqual([]);
  });
  it.each(['privacy-officer', 'tech-admin', 'guest'] as const)('%s: none', (caller) => {
    expect(CHART_LISTS.filter((list) => decideListAccess(caller, list))).toEqual([]);
  });
  it.each(['biller', 'supervisor'] as const)('%s: nothing clinical, never a note', (caller) => {
    expect([...CLINICAL, 'documents' as const].filter((list) => decideListAccess(caller, list))).toEqual([]);
    expect(decideListAccess(caller, 'encounters')).toBe(true);
  });
  it('who pays is for the biller, not for the supervisor', () => {
    expect([decideListAccess('biller', 'coverage'), decideListAccess('supervisor', 'coverage')]).toEqual([
      true,
      false,
    ]);
  });
  it('unsigned notes are for those who treat', () => {
    const callers = ['clinician', 'nurse', 'no-role', 'patient', 'proxy', 'biller', 'guest'] as const;
    expect(callers.filter(decideDraftAccess)).toEqual(['clinician', 'nurse', 'no-role']);
  });
});

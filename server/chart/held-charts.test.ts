import { describe, expect, it } from 'vitest';
import type { Session } from '#server/http';
import { createCharts } from './held-charts.ts';
import type { ListNeeds } from './read-list.ts';

const clinician = { launchId: 'one', patientId: 'pat-1', role: 'clinician' } as Session;
const NONE = { state: 'not-permitted', reason: { code: 'scope-not-granted', data: {} } } as const;

function charts() {
  let waves = 0;
  const readPermissions = async () => {
    waves += 1;
    return () => NONE;
  };
  const needs = { readPermissions, recordAccess: async () => undefined, now: () => new Date(0) };
  return { ...createCharts(needs as unknown as ListNeeds), waves: () => waves };
}

describe('a chart begun at the launch', () => {
  it('is given once, then read anew', () => {
    const { begin, take, waves } = charts();
    begin(clinician);
    take(clinician, 'r1');
    expect(waves()).toBe(1);
    take(clinician, 'r2');
    expect(waves()).toBe(2);
  });

  it('is another launch’s never', () => {
    const { begin, take, waves } = charts();
    begin(clinician);
    take({ ...clinician, launchId: 'two' }, 'r1');
    expect(waves()).toBe(2);
  });

  it.each(['biller', 'guest'] as const)('is not given to somebody who turns out to be a %s', async (role) => {
    const { begin, take } = charts();
    begin(clinician);
    begin({ ...clinician, role });
    const vitals = take({ ...clinician, role }, 'r1').get('vitals');
    expect(await vitals).toEqual({
      list: 'vitals',
      state: 'not-permitted',
      reason: { code: 'role-not-allowed', data: {} },
    });
  });
});

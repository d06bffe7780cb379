import { describe, expect, it } from 'vitest';
import { DOOR_FAILURES, DOORS, decideNextStep } from './door-failure.ts';

describe('decideNextStep', () => {
  it('opens again from the chart where the launch token is spent, tries again elsewhere', () => {
    expect(decideNextStep('state-expired', 'ehr')).toBe('open-again');
    expect(decideNextStep('state-expired', 'patient')).toBe('try-again');
    expect(decideNextStep('ehr-down', 'staff')).toBe('try-again');
  });
  it('offers a window where the browser kept no cookie', () => {
    for (const door of DOORS) expect(decideNextStep('cookie-blocked', door)).toBe('own-window');
  });
  it('offers nothing where trying again cannot help', () => {
    for (const door of DOORS)
      for (const code of ['iss-unknown', 'tenant-unknown', 'wrong-door'] as const)
        expect(decideNextStep(code, door)).toBeNull();
  });
  it('answers for every code at every door, each code once', () => {
    expect(new Set(DOOR_FAILURES).size).toBe(DOOR_FAILURES.length);
    for (const code of DOOR_FAILURES)
      for (const door of DOORS) expect(decideNextStep(code, door)).not.toBeUndefined();
  });
});

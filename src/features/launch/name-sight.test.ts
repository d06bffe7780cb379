import { describe, expect, it } from 'vitest';
import { ApiError } from '#lib/api';
import { nameSight } from './name-sight.ts';

const sight = (status: number, code: string) => nameSight(new ApiError(status, code, null, ''));

describe('a failure has its own sight', () => {
  it.each([
    [401, 'session.none', 'app.none', false],
    [401, 'session.ended', 'app.ended', false],
    [403, 'session.mismatch', 'app.error.mismatch', false],
    [403, 'role.not-allowed', 'app.error.refused', false],
    [429, 'too-many', 'app.error.busy', true],
    [500, 'internal', 'app.error.fault', true],
    [502, 'ehr.refused', 'app.error.ehr', true],
    [502, 'ehr.relaunch-needed', 'app.error.relaunch', false],
    [503, 'audit.unavailable', 'app.error.fault', true],
    [504, 'ehr.silent', 'app.error.ehr', true],
    [0, 'network', 'app.error.network', true],
    [0, 'timeout', 'app.error.network', true],
    [403, 'toString', 'app.error.refused', false],
  ])('%i %s is %s', (status, code, words, mayHelp) =>
    expect(sight(status, code)).toMatchObject({ words, mayHelp }),
  );
  it('a fault of the screen itself is a fault', () =>
    expect(nameSight(new TypeError('x')).words).toBe('app.error.fault'));
});

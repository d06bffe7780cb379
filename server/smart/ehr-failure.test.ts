import { ClientError } from 'openid-client';
import { describe, expect, it } from 'vitest';
import { AppError } from '#server/errors';
import { failureOfEhr, readSays } from './ehr-failure.ts';

describe('failureOfEhr', () => {
  it.each([
    [new AppError('ehr-silent', 'egress.timeout', ''), 'ehr-slow'],
    [new AppError('unavailable', 'egress.unreachable', ''), 'ehr-down'],
    [new AppError('ehr-refused', 'egress.redirect', ''), 'ehr-answer-wrong'],
    [new Error('wrapped', { cause: new AppError('ehr-silent', 'egress.timeout', '') }), 'ehr-slow'],
  ])('%o is %s', (thrown, code) => {
    expect(failureOfEhr(thrown)).toEqual({ code });
  });

  it('tells an id_token from any other wrong answer', () => {
    const made = (message: string, cause?: Error) => new ClientError(message, { cause });
    expect(
      failureOfEhr(made('invalid response encountered', new Error('unexpected JWT "aud" claim value'))),
    ).toEqual({ code: 'id-token-invalid' });
    expect(failureOfEhr(made('parsing error occured'))).toEqual({ code: 'ehr-answer-wrong' });
  });

  it('does not call our own failures the EHR’s', () => {
    for (const ours of [
      new AppError('unavailable', 'audit.unavailable', ''),
      new AppError('internal', 'vault.refused', ''),
      new TypeError('x is not a function'),
    ])
      expect(() => failureOfEhr(ours)).toThrow(ours);
  });
});

describe('readSays', () => {
  it('keeps what is for people and cuts what is endless', () => {
    expect(readSays('Ask your analyst', 'https://ehr.example/e')).toEqual({
      description: 'Ask your analyst',
      moreUrl: 'https://ehr.example/e',
    });
    expect(readSays('x'.repeat(5_000), undefined).description).toHaveLength(1_000);
    expect(readSays(['a'], 7)).toEqual({ description: null, moreUrl: null });
  });
});

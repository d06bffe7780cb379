import { expect, it } from 'vitest';
import { experienceOf } from './deliver-needs.ts';
import { createPace } from './pace.ts';
import type { WriteAnswer } from './write-back-needs.ts';

const at = new Date('2026-11-22T10:00:00Z');
const noEffect = (
  why: Extract<WriteAnswer, { kind: 'no-effect' }>['why'],
  retryAfterSeconds: number | null = null,
) => ({ kind: 'no-effect', why, retryAfterSeconds }) as const;
const ROWS: [answer: WriteAnswer, restsTheHospital: boolean][] = [
  [{ kind: 'confirmed', status: 201, id: '7', version: null, location: null, at }, false],
  [{ kind: 'refused', status: 422, code: null, words: '', next: 'change-and-retry' }, false],
  [{ kind: 'duplicate', status: 409, code: null }, false],
  [{ kind: 'no-token' }, false],
  [noEffect('unauthorized'), false],
  [noEffect('not-begun'), false],
  [noEffect('no-connection'), true],
  [noEffect('throttled', 20), true],
  [{ kind: 'unknown', why: 'timeout' }, true],
  [{ kind: 'unknown', why: 'server-error' }, true],
];

it.each(ROWS)('%j rests the others of its hospital: %s', (answer, rests) => {
  const tenants = [{ id: 'one', maxParallel: 4 }];
  const pace = createPace({ tenants, random: () => 0.5, now: () => at });
  expect(pace.begin('one')).toBe(true);
  const { ehr, retryAfterSeconds } = experienceOf(answer);
  pace.end('one', ehr, retryAfterSeconds);
  expect(pace.listResting()).toEqual(rests ? ['one'] : []);
});

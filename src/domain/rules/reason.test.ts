// What a reason tells where a row speaks, and where none does.
import { expect, it } from 'vitest';
import { buildFactReason, buildMissingFact } from './reason.ts';

it.each([
  ['a missing fact', buildMissingFact('payer.name'), 'missing-fact', 'payer.name'],
  ['a fact', buildFactReason('no-live-contact', 'rpm-month'), 'no-live-contact', 'rpm-month'],
])('%s rests on the question alone, without days', (_words, reason, code, rule) =>
  expect(reason).toEqual({ code, rule, source: 'the question', effectiveFrom: null, effectiveTo: null }),
);

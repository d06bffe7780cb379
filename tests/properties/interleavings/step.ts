// One step of an interleaving: what somebody does in one tab, or two at the same moment. Numbers are choices among
// what is there when the step comes, so that any step fits anywhere and a failure shrinks.
import fc from 'fast-check';
import { LIST_TYPES, MIXES, type Mix } from '../../fixtures/mixed-records.ts';

/** What the EHR is told to mix into its next answer about this tab's patient; null: it is honest. */
export type Mixing = { mix: Mix; whose: number; at: number } | null;
const mixing: fc.Arbitrary<Mixing> = fc.option(
  fc.record({ mix: fc.constantFrom(...MIXES), whose: fc.nat(7), at: fc.nat(5) }),
  { freq: 2 },
);
const tab = fc.nat(7);
const other = fc.nat(7);
const at = fc.nat(9);
const type = fc.constantFrom(...LIST_TYPES);
const CHART_LISTS = ['patient', 'allergies', 'problems', 'labs', 'documents', 'appointments'] as const;
const does = <Do extends string, More extends object>(
  name: Do,
  more: { [Key in keyof More]: fc.Arbitrary<More[Key]> },
): fc.Arbitrary<{ does: Do; tab: number } & More> =>
  fc.tuple(tab, fc.record<More>(more)).map(([where, rest]) => ({ does: name, tab: where, ...rest }));

const single = fc.oneof(
  { weight: 36, arbitrary: does('search', { type, mixing }) },
  { weight: 48, arbitrary: does('next page', { at, mixing }) },
  { weight: 30, arbitrary: does('read', { type, at, mixing }) },
  { weight: 24, arbitrary: does('banner', { mixing }) },
  { weight: 24, arbitrary: does('chart list', { list: fc.constantFrom(...CHART_LISTS), mixing }) },
  { weight: 1, arbitrary: does('whole chart', { mixing }) },
  { weight: 18, arbitrary: does('attachment', { at }) },
  { weight: 15, arbitrary: does('session', {}) },
  { weight: 24, arbitrary: does('token ends', {}) },
  { weight: 18, arbitrary: does('back', { at }) },
  { weight: 18, arbitrary: does('page of another', { other, at }) },
  { weight: 12, arbitrary: does('page of a former', { at }) },
  { weight: 18, arbitrary: does('record of another', { other, type, at }) },
  { weight: 12, arbitrary: does('search for another', { other, type }) },
  { weight: 12, arbitrary: does('attachment of another', { other, at, names: fc.boolean() }) },
  { weight: 12, arbitrary: does('cookie of another', { other, underOwnName: fc.boolean() }) },
  { weight: 1, arbitrary: does('own window', {}) },
  { weight: 1, arbitrary: does('log out', {}) },
  { weight: 2, arbitrary: does('launch again', { mixing }) },
);
export type Deed = typeof single extends fc.Arbitrary<infer Value> ? Value : never;
/** Two deeds: begun at the same moment. */
export type Step = Deed[];

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(single) },
  { weight: 2, arbitrary: fc.tuple(single, single) },
);

/** Which launches take part, and what happens among them. */
export const interleaving = fc.record({
  slots: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 2 }),
  steps: fc.array(step, { minLength: 3, maxLength: 6 }),
});
export type Interleaving = typeof interleaving extends fc.Arbitrary<infer Value> ? Value : never;

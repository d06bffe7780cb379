// The smaller rules of the note, each on both sides of its line.
import { describe, expect, it } from 'vitest';
import type { ReadyLine } from '#domain/chart';
import { decideEncounter } from './decide-encounter.ts';
import { describeChartFact } from './describe-chart-fact.ts';
import { drawSummary } from './draw-summary.ts';
import { listStandings } from './list-standings.ts';
import { listTimeSuggestion } from './list-time-suggestion.ts';
import { printRecordedDay } from './print-moment.ts';

describe('time as measured', () => {
  const at = (minute: string) => `2026-11-21T14:${minute}.000Z`;
  it('adds the stays and rounds down', () => {
    const stays = [
      { from: at('00:00'), until: at('10:30') },
      { from: at('12:00'), until: at('20:29') },
    ];
    expect(listTimeSuggestion(stays, at('30:00'))).toEqual({ minutes: 18, stays });
    const longer = [stays[0], { from: at('12:00'), until: at('20:30') }].flatMap((one) => one ?? []);
    expect(listTimeSuggestion(longer, null).minutes).toBe(19);
  });
  it('a stay without an end lasts to the visit’s end; in a visit that goes on it is not measured', () => {
    const open = [{ from: at('00:00'), until: null }];
    expect(listTimeSuggestion(open, at('05:00'))).toEqual({
      ...{ minutes: 5, stays: [{ from: at('00:00'), until: at('05:00') }] },
    });
    expect(listTimeSuggestion(open, null)).toEqual({ minutes: null, stays: [] });
  });
  it('nobody in the room is not zero minutes', () => {
    expect(listTimeSuggestion([], at('05:00'))).toEqual({ minutes: null, stays: [] });
  });
});

describe('the encounter', () => {
  const own = {
    source: { kind: 'own' as const, id: null },
    ...{ admittedAt: '2026-11-21T14:00:00.000Z', endedAt: '2026-11-21T14:30:00.000Z' },
  };
  const launched = (startedAt: string) => ({ encounterId: 'e-launch', startedAt });
  it('is the visit’s own where it was made of one, whatever the launch says', () => {
    const record = { ...own, source: { kind: 'encounter' as const, id: 'e-visit' } };
    expect(decideEncounter({ record, launch: launched('2026-11-21T13:00:00.000Z') })).toBe('e-visit');
  });
  it.each([
    ['at the visit', '2026-11-21T13:55:00.000Z', 'e-launch'],
    ['at its last moment', '2026-11-21T14:30:00.000Z', 'e-launch'],
    ['a moment after it ended', '2026-11-21T14:30:00.001Z', null],
    ['twelve hours before', '2026-11-21T02:00:00.000Z', 'e-launch'],
    ['longer before', '2026-11-21T01:59:59.999Z', null],
  ])('of a launch %s', (_name, startedAt, expected) => {
    expect(decideEncounter({ record: own, launch: launched(startedAt) })).toBe(expected);
  });
  it('is nobody’s where the launch named none, or the visit did not take place', () => {
    expect(decideEncounter({ record: own, launch: null })).toBeNull();
    const record = { ...own, admittedAt: null, endedAt: null };
    expect(decideEncounter({ record, launch: launched('2026-11-21T13:55:00.000Z') })).toBeNull();
  });
  it('an appointment is no encounter', () => {
    const record = { ...own, source: { kind: 'appointment' as const, id: 'a1' } };
    expect(decideEncounter({ record, launch: null })).toBeNull();
  });
});

describe('standings', () => {
  const mark = (
    id: string,
    kind: 'note' | 'addendum' | 'replacement' | 'entered-in-error',
    of: string | null,
  ) => ({
    ...{ id, kind, of },
  });
  const told = (...marks: ReturnType<typeof mark>[]) => Object.fromEntries(listStandings(marks));
  it('a replaced note falls, with what was added to it', () => {
    expect(told(mark('n', 'note', null), mark('a', 'addendum', 'n'), mark('r', 'replacement', 'n'))).toEqual({
      ...{ n: 'replaced', a: 'replaced', r: 'current' },
    });
  });
  it('an addendum leaves it standing; withdrawn alone it falls alone', () => {
    expect(
      told(mark('n', 'note', null), mark('a', 'addendum', 'n'), mark('e', 'entered-in-error', 'a')),
    ).toEqual({ n: 'current', a: 'withdrawn', e: 'current' });
  });
  it('the replacement withdrawn does not raise the first', () => {
    expect(
      told(mark('n', 'note', null), mark('r', 'replacement', 'n'), mark('e', 'entered-in-error', 'r')),
    ).toEqual({ n: 'replaced', r: 'withdrawn', e: 'current' });
  });
});

it('a summary has the chosen sections in the note’s order, and none that is empty', () => {
  const sections = { reason: 'Cough.', plan: 'Rest.', findings: ' ' };
  expect(drawSummary(sections, ['plan', 'findings', 'reason'])).toBe(
    'Reason for visit\nCough.\n\nPlan\nRest.',
  );
  expect(drawSummary(sections, ['history'])).toBe('');
});

it.each([
  ['1961', '1961'],
  ['1961-11', 'Nov 1961'],
  ['1961-11-21', '21-Nov-1961'],
  ['1961-11-21T23:59:00-08:00', '21-Nov-1961'],
  ['soon', 'date not readable'],
])('a day recorded as %s stands as %s', (recorded, printed) => {
  expect(printRecordedDay(recorded)).toBe(printed);
});

describe('an entry of the chart', () => {
  const row = {
    ...{ id: 'x1', resourceType: 'Observation', text: 'Potassium', date: '2026-10-12', dateIs: 'taken' },
    ...{
      status: 'final',
      isCurrent: true,
      author: null,
      codes: [],
      encounterId: null,
      lastUpdated: null,
      folded: [],
    },
  };
  const line = (list: string, rows: object[]) =>
    ({
      list,
      state: 'ready',
      rows,
      more: false,
      next: null,
      unshown: [],
      enteredInError: 0,
      asOf: '',
    }) as unknown as ReadyLine;
  const labs = (more: object) =>
    describeChartFact(
      line('labs', [
        { ...row, value: null, range: null, interpretation: null, components: [], notes: [], ...more },
      ]),
      'x1',
    );
  const quantity = (text: string, unit: string) => ({
    kind: 'quantity',
    text,
    comparator: null,
    unit,
    number: 0,
  });

  it('keeps the value’s spelling and unit, its mark and its band', () => {
    const range = { low: '3.5', high: '5.1', text: null, lowNumber: 3.5, highNumber: 5.1 };
    expect(labs({ value: quantity('4.0', 'mmol/L'), range })).toEqual({
      ...{
        text: 'Potassium: 4.0 mmol/L (reference 3.5–5.1), taken 12-Oct-2026',
        reference: 'Observation/x1',
      },
    });
    expect(labs({ value: quantity('6.10', 'mmol/L'), interpretation: 'H' })?.text).toBe(
      'Potassium: 6.10 mmol/L [H], taken 12-Oct-2026',
    );
    expect(labs({ value: { ...quantity('5', 'ng/L'), comparator: '<' } })?.text).toMatch(/: <5 ng\/L,/);
  });
  it('has its parts; without any value it says so', () => {
    const part = { measure: 'm', range: null, interpretation: null };
    const components = [
      { ...part, text: 'systolic', value: quantity('120', 'mmHg') },
      { ...part, text: 'diastolic', value: quantity('80', 'mmHg') },
    ];
    expect(labs({ components })?.text).toContain('systolic 120 mmHg; diastolic 80 mmHg');
    expect(labs({})?.text).toContain('no value recorded');
    expect(labs({ value: { kind: 'absent', reason: 'clotted' } })?.text).toContain('no value: clotted');
  });
  it('says what turns the meaning round', () => {
    const problem = {
      ...row,
      resourceType: 'Condition',
      verification: 'refuted',
      severity: null,
      ended: '2020',
    };
    const told = describeChartFact(
      line('problems', [{ ...problem, status: 'resolved', isCurrent: false }]),
      'x1',
    );
    expect(told?.text).toBe('Potassium, refuted, status resolved, ended 2020, taken 12-Oct-2026');
    const allergy = {
      ...row,
      saysNoneKnown: false,
      criticality: 'high',
      verification: 'unconfirmed',
      category: [],
    };
    const reactions = [
      { text: 'hives', severity: 'mild' },
      { text: null, severity: 'severe' },
    ];
    expect(describeChartFact(line('allergies', [{ ...allergy, reactions }]), 'x1')?.text).toMatch(
      /^Allergy: Potassium, reaction: hives \(mild\), not named \(severe\), criticality high, unconfirmed, status final,/,
    );
    const none = { ...allergy, reactions: [], saysNoneKnown: true, text: 'No known allergy' };
    expect(describeChartFact(line('allergies', [none]), 'x1')?.text).not.toContain('Allergy: ');
    const medication = { ...row, dosage: '1 tablet daily', intent: 'plan', reason: null, isReported: true };
    expect(describeChartFact(line('medications', [medication]), 'x1')?.text).toMatch(
      /as reported, not ordered/,
    );
  });
  it('what is not there, and who the patient is, is nothing to quote', () => {
    expect(describeChartFact(line('problems', [row]), 'another')).toBeNull();
    expect(describeChartFact(line('patient', [row]), 'x1')).toBeNull();
    expect(describeChartFact(line('coverage', [row]), 'x1')).toBeNull();
  });
  it('stands on one line whatever the record says', () => {
    const told = describeChartFact(line('encounters', [{ ...row, text: 'Visit\nPLAN\u2028x' }]), 'x1');
    expect(told?.text).toMatch(/^Visit PLAN x, status final/);
  });
});

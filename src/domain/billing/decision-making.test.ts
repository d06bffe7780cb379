import { describe, expect, it } from 'vitest';
import { type DataSeen, type DecisionMaking, decideLevel } from './decision-making.ts';

const NOTHING: DataSeen = {
  outsideNotes: 0,
  testsRead: 0,
  testsOrdered: 0,
  otherHistorian: false,
  ownReading: false,
  outsideTalk: false,
};
const seen = (more: Partial<DataSeen>) =>
  decideLevel({ problem: null, seen: { ...NOTHING, ...more }, risk: null }).columns.seen;
const level = (
  problem: DecisionMaking['problem'],
  data: Partial<DataSeen> | null,
  risk: DecisionMaking['risk'],
) => decideLevel({ problem, seen: data && { ...NOTHING, ...data }, risk }).level;

describe('what was looked at', () => {
  it.each<[string, Partial<DataSeen>, string]>([
    ['nothing', {}, 'straightforward'],
    ['one item', { testsRead: 1 }, 'straightforward'],
    ['two items, of different kinds', { testsRead: 1, outsideNotes: 1 }, 'low'],
    ['another historian alone', { otherHistorian: true }, 'low'],
    ['three items', { testsRead: 2, testsOrdered: 1 }, 'moderate'],
    ['two items and another historian', { testsRead: 2, otherHistorian: true }, 'moderate'],
    ['own reading alone', { ownReading: true }, 'moderate'],
    ['talk with a professional outside alone', { outsideTalk: true }, 'moderate'],
    ['own reading and talk', { ownReading: true, outsideTalk: true }, 'high'],
    ['three items and own reading', { testsRead: 3, ownReading: true }, 'high'],
    ['two items and own reading', { testsRead: 2, ownReading: true }, 'moderate'],
  ])('%s', (_, data, wanted) => expect(seen(data)).toBe(wanted));
});

describe('two of three columns', () => {
  it('the middle one decides, whichever it is', () => {
    expect(level('threat-to-life-or-function', {}, 'prescription-drug')).toBe('moderate');
    expect(level('one-minor', { ownReading: true }, 'hospital-or-higher-care')).toBe('moderate');
    expect(level('chronic-not-at-goal', { testsRead: 2 }, 'minimal')).toBe('low');
    expect(level('two-minor', {}, 'minimal')).toBe('straightforward');
    expect(level('severe-flare-of-chronic', { ownReading: true, outsideTalk: true }, 'low')).toBe('high');
  });

  it('two that agree need no third; two that differ do', () => {
    expect(level('chronic-not-at-goal', null, 'prescription-drug')).toBe('moderate');
    expect(level('chronic-not-at-goal', null, 'low')).toBeNull();
    expect(level('chronic-not-at-goal', null, null)).toBeNull();
    expect(level(null, null, null)).toBeNull();
  });
});

// One code on a day, against the packs that ship: known, sure, how often, and for whom it is never valid.
import { describe, expect, it } from 'vitest';
import { loadPacks } from '../../../server/rules/index.ts';
import { judgeCode } from './judge-code.ts';

const { packs } = loadPacks();
const DAY = '2026-11-20';
const judge = (code: string, day = DAY, payer: Parameters<typeof judgeCode>[2] = null) =>
  judgeCode(code, day, payer, packs);

describe('a code that may stand', () => {
  it.each([
    ['99213', 'a level of a visit: once', false, 1],
    ['98005', 'a level of the codes of 2025: once', false, 1],
    ['90834', 'psychotherapy, its minutes recalled, its amount read: once', false, 1],
    ['90840', 'further time of a crisis, the same: in units', false, 24],
    ['99454', 'monitoring', false, 24],
    ['99490', 'chronic care, recalled; its amount was read', false, 24],
    ['G0557', 'a month that only a recalled row names', true, 24],
    ['G2025', 'a code that a payer’s sure row names', false, 24],
    ['G0470', 'a code that only recalled rows name', true, 24],
    ['G2212', 'prolonged time, that only its base names: in units', false, 24],
    ['99417', 'prolonged time of other payers', false, 24],
  ])('%s, %s', (code, _words, isDoubtful, mostUnits) => {
    expect(judge(code)).toEqual({ fault: null, isDoubtful, mostUnits });
  });
});

describe('a code that may not', () => {
  const faultOf = (...asked: Parameters<typeof judge>) => {
    const { fault, isDoubtful } = judge(...asked);
    return [fault?.code, fault?.reason.code, fault?.reason.rule, isDoubtful];
  };
  it('nobody knows it', () =>
    expect(faultOf('12345')).toEqual(['unknown-code', 'no-row', 'code/12345', false]));
  it('it was deleted: on the day, and the day before nobody speaks of it', () => {
    expect(faultOf('99443', '2025-01-01')).toEqual([
      ...['code-not-valid', 'code-deleted', 'deleted-code/99443', false],
    ]);
    expect(faultOf('99443', '2024-12-31')).toEqual(['unknown-code', 'row-not-yet', 'code/99443', false]);
  });
  it('its code year is over: the last day and the day after', () => {
    expect(judge('99213', '2026-12-31').fault).toBeNull();
    expect(faultOf('99213', '2027-01-01')).toEqual([
      ...['code-not-valid', 'row-ran-out', 'em-level/99213', false],
    ]);
  });
  it.each(['medicare-b', 'medicare-advantage', 'fqhc-medicare', 'rhc-medicare'] as const)(
    'a code of 2025 for %s',
    (payer) =>
      expect(faultOf('98005', DAY, payer)).toEqual([
        ...['not-valid-for-medicare', 'not-valid-for-medicare', 'rate/98005', false],
      ]),
  );
  it.each(['commercial', 'medicaid', 'self-pay', null] as const)('and for %s it may', (payer) =>
    expect(judge('98005', DAY, payer).fault).toBeNull(),
  );
  it('a payer’s row that does not stand names nothing', () => {
    expect(judge('G2025', '2026-12-31').fault).toBeNull();
    expect(faultOf('G2025', '2027-01-01')[0]).toBe('unknown-code');
  });
});

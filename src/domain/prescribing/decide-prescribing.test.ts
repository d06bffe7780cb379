import { describe, expect, it } from 'vitest';
import type { RowKind, RulePacks, RuleRow } from '#domain/rules';
import { decidePrescribing, type PrescribingFacts } from './index.ts';

const PACK = { pack: 'prescribing', version: '1', asOf: '2026-11-01' };
const row = (kind: RowKind, key: string, value: object, change: Partial<RuleRow> = {}): RuleRow =>
  ({
    ...{ id: `${kind}/${key}`, kind, key, value, pack: PACK, verified: null },
    ...{ from: null, to: null, source: 'a law', certainty: 'read-primary' },
    ...change,
  }) as RuleRow;
const path = (key: string, change: Partial<RuleRow> = {}, modalities = ['video', 'audio']) =>
  row('prescribing-path', key, { modalities, conditions: [] }, change);
const BASE = path('evaluation-or-exception');
const ask = (more: Partial<PrescribingFacts>, ...rows: RuleRow[]) => {
  const packs: RulePacks = {
    rows: Map.groupBy(rows, ({ id }) => id),
    read: { billing: [], licensure: [], consent: [], prescribing: [PACK], 'red-flags': [] },
  };
  const facts: PrescribingFacts = {
    ...{ id: 'x', at: '2027-02-01T17:00:00Z', patientState: 'NY', modality: 'video', schedule: 'III' },
    ...{ deaRegisteredIn: ['NY'], inPersonEvaluationOn: null },
    ...more,
  };
  const { outcome, reasons } = decidePrescribing(facts, packs);
  return { outcome, said: reasons.map(({ code, rule }) => `${code} ${rule}`) };
};

describe('a row that is only recalled opens no way', () => {
  const recalled = { certainty: 'recalled' } as const;
  const way = 'prescribing-path';

  it.each<[string, Partial<PrescribingFacts>, RuleRow[], string[]]>([
    [
      'having met',
      { inPersonEvaluationOn: '2026-06-01' },
      [path('evaluation-or-exception', recalled)],
      [`recalled-row ${way}/evaluation-or-exception`],
    ],
    [
      'an exception',
      { setting: 'ihs' },
      [path('evaluation-or-exception', recalled)],
      [`recalled-row ${way}/evaluation-or-exception`],
    ],
    ['the flexibility', {}, [BASE, path('flexibility', recalled)], [`recalled-row ${way}/flexibility`]],
    [
      'the rule about buprenorphine',
      { purpose: 'opioid-use-disorder' },
      [BASE, path('buprenorphine', recalled)],
      [`recalled-row ${way}/buprenorphine`, `no-row ${way}/flexibility`],
    ],
  ])('%s', (_, more, rows, said) => expect(ask(more, ...rows)).toEqual({ outcome: 'needs-review', said }));
});

it('a rule for video opens no way by phone', () =>
  expect(ask({ modality: 'audio' }, BASE, path('flexibility', {}, ['video']))).toEqual({
    outcome: 'block',
    said: [
      'no-evaluation-and-no-exception prescribing-path/evaluation-or-exception',
      'modality-does-not-fit prescribing-path/flexibility',
    ],
  }));

it('what it is for is not asked where no rule about buprenorphine stands', () => {
  const drug = row('drug', '1819', { name: 'buprenorphine', schedule: 'III', isBuprenorphine: true });
  expect(ask({ rxcui: '1819' }, BASE, drug).outcome).toBe('block');
  expect(ask({ rxcui: '1819' }, BASE, drug, path('buprenorphine'))).toEqual({
    outcome: 'needs-review',
    said: ['missing-fact purpose', 'no-row prescribing-path/flexibility'],
  });
});

describe('a drug by its code alone', () => {
  const oxycodone = row('drug', '7804', { name: 'oxycodone', schedule: 'II' });
  const by = (drug: RuleRow) => ask({ schedule: undefined, rxcui: '7804' }, BASE, path('flexibility'), drug);

  it('is of the schedule that was read', () => expect(by(oxycodone).outcome).toBe('allow-with-conditions'));
  it('said to be controlled nowhere is for review where its row has ended, and passes where there never was one', () => {
    const none = (...rows: RuleRow[]) => ask({ schedule: 'none', rxcui: '7804' }, ...rows);
    expect(none({ ...oxycodone, to: '2027-01-31' })).toEqual({
      outcome: 'needs-review',
      said: ['unknown-drug rxcui'],
    });
    expect(none().outcome).toBe('allow');
    expect(none(oxycodone).said).toEqual(['schedule-disagrees drug/7804']);
  });
  it('said to be of a schedule is of it, though its row has ended', () =>
    expect(
      ask({ schedule: 'II', rxcui: '7804' }, BASE, path('flexibility'), { ...oxycodone, to: '2027-01-31' })
        .outcome,
    ).toBe('allow-with-conditions'));
  it('is for review where the schedule is recalled', () =>
    expect(by({ ...oxycodone, certainty: 'recalled' })).toEqual({
      outcome: 'needs-review',
      said: ['recalled-row drug/7804'],
    }));
});

it('a state’s limit counts for each schedule it names, and for no other', () => {
  const limit = row('state-limit', 'NY', { schedules: ['II', 'III'] });
  const of = (schedule: PrescribingFacts['schedule']) => ask({ schedule }, BASE, path('flexibility'), limit);
  expect(of('II')).toEqual({ outcome: 'needs-review', said: ['state-limit state-limit/NY'] });
  expect(of('III').outcome).toBe('needs-review');
  expect(of('IV').outcome).toBe('allow-with-conditions');
});

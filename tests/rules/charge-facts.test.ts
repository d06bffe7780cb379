// What the records prefill of a charge, and what stays open; and the proposal that comes of it.
import { describe, expect, it } from 'vitest';
import { collectAnswers, fieldOf, prefillAnswers } from '#domain/billing';
import type { ModalityLine } from '#domain/visit';
import { at, coverageOf, MEDICARE, packs, recordOf, stand } from '../fixtures/charge-facts.ts';

const prefill = (
  parts: Parameters<typeof recordOf>[0] = {},
  coverage: Parameters<typeof prefillAnswers>[1] = null,
  ownMinutes: number | null = null,
) => prefillAnswers(recordOf(parts), coverage, ownMinutes);
const way = (modality: ModalityLine['modality'], from: string): ModalityLine => ({
  ...{ modality, from, saidBy: 'host', reason: 'chosen' },
});

describe('from the visit', () => {
  it('day, way and place, each with its source; no minutes, no level, nobody new', () => {
    const { answers, from, callMinutes } = prefill();
    expect(answers).toEqual({
      service: 'office-visit',
      serviceDate: '2026-11-20',
      modality: 'video',
      patientPlace: 'home',
      patientState: 'MA',
    });
    expect(from).toEqual({
      service: 'usual',
      serviceDate: 'visit',
      modality: 'visit',
      patientPlace: 'visit',
      patientState: 'visit',
    });
    expect(callMinutes).toBe(24);
  });

  it('the clinician’s own minutes of the note stand there to be confirmed, 0 as well; own words win', () => {
    for (const minutes of [0, 25]) {
      const prefilled = prefill({}, null, minutes);
      expect([prefilled.answers.totalMinutes, prefilled.from.totalMinutes]).toEqual([minutes, 'note']);
      expect(collectAnswers(prefilled, {}).unconfirmed).toContain('totalMinutes');
    }
    const said = collectAnswers(prefill({}, null, 25), { totalMinutes: 31 });
    expect(said.answers.totalMinutes).toBe(31);
    // The clinician's second word on their own time is nothing to be held for.
    expect([said.unconfirmed.includes('totalMinutes'), said.changed]).toEqual([false, []]);
    expect(prefill().from.totalMinutes).toBeUndefined();
  });

  it('the day is the patient’s: one second before midnight in their state, and at midnight', () => {
    const on = (admittedAt: string) => prefill({ admittedAt, endedAt: null }).answers.serviceDate;
    expect(on('2026-11-21T04:59:59.000Z')).toBe('2026-11-20');
    expect(on('2026-11-21T05:00:00.000Z')).toBe('2026-11-21');
  });

  it('a visit past midnight is of the day it began', () =>
    expect(
      prefill({ admittedAt: '2026-11-21T04:50:00.000Z', endedAt: '2026-11-21T05:20:00.000Z' }).answers
        .serviceDate,
    ).toBe('2026-11-20'));

  it('in a state of two zones the day stays open in the hour between, and is known before it', () => {
    const inTennessee = (admittedAt: string) =>
      prefill({ admittedAt, locations: [at('home', '2026-11-20T00:00:00.000Z', 'TN')] }).answers.serviceDate;
    expect(inTennessee('2026-11-21T05:30:00.000Z')).toBeUndefined();
    expect(inTennessee('2026-11-21T04:59:00.000Z')).toBe('2026-11-20');
  });

  it('video that became a phone call stays open; what was planned before the visit does not count', () => {
    const mixed = [way('video', '2026-11-20T14:00:00.000Z'), way('phone', '2026-11-20T15:10:00.000Z')];
    expect(prefill({ modalities: mixed }).answers.modality).toBeUndefined();
    const before = [way('video', '2026-11-20T13:00:00.000Z'), way('audio', '2026-11-20T14:00:00.000Z')];
    expect(prefill({ modalities: before }).answers.modality).toBe('audio');
  });

  it('outside the United States there is no state, and no day', () => {
    const abroad = { ...at('other', '2026-11-20T14:55:00.000Z') };
    const where = { ...abroad.where, state: null, country: 'CA' };
    const { answers } = prefill({ locations: [{ ...abroad, where }] });
    expect([answers.patientState, answers.serviceDate, answers.patientPlace]).toEqual([
      undefined,
      undefined,
      'other',
    ]);
  });

  it('a visit nobody was let into gives neither day nor way', () =>
    expect(prefill({ admittedAt: null, endedAt: null }).answers).toEqual({
      service: 'office-visit',
      patientPlace: 'home',
      patientState: 'MA',
    }));
});

describe('from the chart’s coverage', () => {
  const payerOf = (...rows: Parameters<typeof coverageOf>[0][]) =>
    prefill({}, rows.map(coverageOf)).answers.payer;
  const sopt = (code: string) => [{ system: 'https://nahdo.org/sopt', code }];

  it('one line that says its kind', () => {
    expect(payerOf({ payer: 'Medicare Part B', codes: sopt('1') })).toEqual({ kind: 'medicare-b' });
    expect(payerOf({ payer: 'Granite Mutual', codes: sopt('5') })).toEqual({
      kind: 'commercial',
      name: 'Granite Mutual',
    });
    expect(payerOf({ payer: 'Bay Medicaid', codes: sopt('2') })).toEqual({ kind: 'medicaid' });
    expect(payerOf({ text: 'Self-pay' })).toEqual({ kind: 'self-pay' });
  });
  it('Medicare without a word of which stays open: it may be a plan', () => {
    expect(payerOf({ payer: 'Medicare', codes: sopt('1') })).toBeUndefined();
    expect(payerOf({ payer: 'Sunrise Medicare Advantage' })).toEqual({ kind: 'medicare-advantage' });
  });
  it('words against code, two lines, one that is over, none: open', () => {
    expect(payerOf({ payer: 'Medicare Part B', codes: sopt('2') })).toBeUndefined();
    expect(payerOf({ payer: 'Medicare Part B' }, { payer: 'Granite', codes: sopt('5') })).toBeUndefined();
    expect(payerOf({ payer: 'Medicare Part B', isCurrent: false })).toBeUndefined();
    expect(payerOf()).toBeUndefined();
  });
  it('one that is over beside one that stands: the standing one', () =>
    expect(payerOf({ payer: 'Old', codes: sopt('5'), isCurrent: false }, { text: 'Self-pay' })).toEqual({
      kind: 'self-pay',
    }));
});

describe('what stands at the edges of the visit', () => {
  const on = (time: string) => `2026-11-20T${time}:00.000Z`;
  it('a way or place of the very moment of admission is the visit’s, once, and what was before is not', () => {
    const { answers, places } = prefill({
      modalities: [way('video', on('14:00')), way('audio', on('15:00'))],
      locations: [at('home', on('14:00')), at('vehicle', on('15:00'))],
    });
    expect([answers.modality, places.map(({ where }) => where.place)]).toEqual(['audio', ['vehicle']]);
  });
  it('a way of the very moment of the end is not; of the minute before it is', () => {
    const until = (from: string, endedAt: string | null = on('15:24')) =>
      prefill({ endedAt, modalities: [way('video', on('14:00')), way('audio', from)] }).answers.modality;
    expect(until(on('15:24'))).toBe('video');
    expect(until(on('15:23'))).toBeUndefined();
    expect(until(on('15:24'), null)).toBeUndefined();
  });
  it('a length without a beginning or without an end is none', () => {
    expect(prefill({ endedAt: null }).callMinutes).toBeNull();
    expect(prefill({ admittedAt: null }).callMinutes).toBeNull();
    expect(prefill({ endedAt: '2026-11-20T15:24:59.000Z' }).callMinutes).toBe(24);
  });
  it('who pays comes from the chart, where it came at all', () => {
    expect(prefill({}, [coverageOf({ text: 'Self-pay' })]).from.payer).toBe('chart');
    expect(prefill({}, []).from.payer).toBeUndefined();
  });
});

describe('what a person says', () => {
  it('goes before the record, and is told where it differs', () => {
    const { answers, unconfirmed, changed } = collectAnswers(prefill(), {
      patientPlace: 'work',
      patientState: 'MA',
    });
    expect(answers.patientPlace).toBe('work');
    expect(unconfirmed).toEqual(['service', 'serviceDate', 'modality']);
    expect(changed).toEqual(['patientPlace']);
  });
  it('one of two places on record is no change', () => {
    const two = prefill({
      locations: [at('home', '2026-11-20T14:55:00.000Z'), at('vehicle', '2026-11-20T15:10:00.000Z')],
    });
    expect(collectAnswers(two, { patientPlace: 'vehicle' }).changed).toEqual([]);
    expect(collectAnswers(two, { patientPlace: 'work' }).changed).toEqual(['patientPlace']);
  });
  it('one of two states on record is no change; a third is', () => {
    const two = prefill({
      locations: [at('home', '2026-11-20T14:55:00.000Z'), at('vehicle', '2026-11-20T15:10:00.000Z', 'NH')],
    });
    expect(collectAnswers(two, { patientState: 'NH' }).changed).toEqual([]);
    expect(collectAnswers(two, { patientState: 'NY' }).changed).toEqual(['patientState']);
    expect(collectAnswers(two, { modality: 'audio' }).changed).toEqual(['modality']);
  });
});

describe('the proposal', () => {
  it('is by the clinician’s time, never by the length of the call', () => {
    expect(stand().proposal).toMatchObject({ outcome: 'propose', lines: [{ code: '99213', pos: '10' }] });
    const { totalMinutes: _, ...rest } = MEDICARE;
    expect(stand(rest).proposal).toMatchObject({ outcome: 'needs-review', lines: [] });
  });
  it('asks for what is missing by name, before anything else', () => {
    const { proposal } = stand({}, recordOf({ locations: [], modalities: [] }));
    expect(proposal.reasons.map(({ code, rule }) => `${code} ${rule}`)).toEqual([
      'missing-fact serviceDate',
      'missing-fact payer',
      'missing-fact modality',
    ]);
  });
  it.each([
    ['service', { service: undefined }],
    ['serviceDate', { serviceDate: undefined }],
    ['modality', { modality: undefined }],
    ['payer', { payer: undefined }],
    ['payer', { payer: 'not-known' as const }],
  ])('without the %s nothing is proposed, and it alone is asked for', (rule, less) => {
    expect(stand({ ...MEDICARE, ...less }).proposal).toEqual({
      outcome: 'needs-review',
      reasons: [
        { code: 'missing-fact', rule, source: 'the question', effectiveFrom: null, effectiveTo: null },
      ],
      packs: packs.read.billing,
      ...{ lines: [], alternatives: [], wouldChange: [], hold: false, avoids: [], nationalRates: [] },
    });
  });
  it('is by decision-making where two answers agree, and by time alone where nobody answered', () => {
    const thinking = { problem: 'chronic-not-at-goal', seen: null, risk: 'prescription-drug' } as const;
    const { totalMinutes: _, ...rest } = MEDICARE;
    expect(stand({ ...rest, decisionMaking: thinking }).proposal.lines[0]?.code).toBe('99214');
    const open = { ...thinking, risk: null };
    expect(stand({ ...rest, decisionMaking: open }).proposal.outcome).toBe('needs-review');
    expect(stand({ ...MEDICARE, decisionMaking: open }).proposal.lines[0]?.code).toBe('99213');
  });
  it('two places of which the other is not paid: a person looks, and nothing stands beside it', () => {
    const moved = recordOf({
      locations: [at('home', '2026-11-20T14:55:00.000Z'), at('vehicle', '2026-11-20T15:10:00.000Z')],
    });
    const audio = {
      modality: 'audio',
      audioOnlyReason: 'patient-cannot',
      clinicianVideoCapable: true,
    } as const;
    const { proposal } = stand({ ...MEDICARE, ...audio }, moved);
    expect(proposal).toMatchObject({
      ...{ outcome: 'propose-with-review', lines: [{ code: '99213', pos: '10' }], alternatives: [] },
    });
    expect(proposal.reasons.at(-1)).toMatchObject({ code: 'two-places', rule: 'patientPlace' });
    const there = stand(MEDICARE, moved).proposal.alternatives.at(-1);
    expect(there).toEqual({
      lines: [{ code: '99213', modifiers: [], pos: '02', units: 1 }],
      separatedBy: 'the other place on the visit’s record',
    });
  });
  it('two places of a visit that cannot be charged: refused as before', () => {
    const moved = recordOf({
      locations: [at('home', '2026-11-20T14:55:00.000Z'), at('vehicle', '2026-11-20T15:10:00.000Z')],
    });
    const { proposal } = stand({ ...MEDICARE, payer: { kind: 'va' } }, moved);
    expect(proposal).toMatchObject({ outcome: 'refuse', lines: [], alternatives: [] });
    expect(proposal.reasons.map(({ code }) => code)).toEqual(['no-claim-is-made']);
  });
  it('one place: no second look; two places: proposed with review, the other place beside it', () => {
    const moved = recordOf({
      locations: [at('home', '2026-11-20T14:55:00.000Z'), at('vehicle', '2026-11-20T15:10:00.000Z')],
    });
    const { proposal } = stand(MEDICARE, moved);
    expect(proposal).toMatchObject({ outcome: 'propose-with-review', lines: [{ pos: '10' }] });
    expect(proposal.alternatives.flatMap(({ lines }) => lines.map(({ pos }) => pos))).toContain('02');
    expect(proposal.reasons.at(-1)?.code).toBe('two-places');
  });
  it('two rooms of the same kind are one place to a claim', () => {
    const moved = recordOf({
      locations: [at('work', '2026-11-20T14:55:00.000Z'), at('vehicle', '2026-11-20T15:10:00.000Z')],
    });
    expect(stand(MEDICARE, moved).proposal).toMatchObject({ outcome: 'propose', lines: [{ pos: '02' }] });
  });
  it('the same code of that day billed already is refused with its denial', () =>
    expect(stand(MEDICARE, recordOf(), ['99213']).proposal).toMatchObject({
      outcome: 'refuse',
      reasons: [{ code: 'billed-already', carc: '18' }],
    }));
});

describe('the field that answers a missing fact', () => {
  it.each([
    ['mdm', 'decisionMaking'],
    ['totalMinutes', 'totalMinutes'],
    ['payer.name', 'payer'],
    ['payer.state', 'payer'],
    ['patientPlace', 'patientPlace'],
    ['deviceDays', null],
    ['', null],
  ])('%s: %s', (rule, field) => expect(fieldOf(rule)).toBe(field));
});

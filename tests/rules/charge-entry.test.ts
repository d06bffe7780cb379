// What a person may confirm as a visit's charge, both sides of each rule by name; with the packs that ship.
import { describe, expect, it } from 'vitest';
import { type ChargeAnswers, type ChargeEntry, decideChargeEntry, type EntryFacts } from '#domain/billing';
import { at, DIAGNOSIS, entryOf, MEDICARE, packs, recordOf, stand } from '../fixtures/charge-facts.ts';

const NOW = new Date('2026-11-20T20:00:00Z');
const judge = (entry: ChargeEntry, facts: Partial<EntryFacts> = {}, now = NOW) =>
  decideChargeEntry({ ...stand().facts, ...facts }, entry, packs, now);
const codesOf = (answer: ReturnType<typeof judge>) =>
  answer.ok ? [] : answer.reasons.map(({ code }) => code);
const refusals = (entry: ChargeEntry, facts: Partial<EntryFacts> = {}, now = NOW) =>
  codesOf(judge(entry, facts, now));
const holds = (entry: ChargeEntry, facts: Partial<EntryFacts> = {}) => judge(entry, facts).holds;

it('the proposal, with a diagnosis, confirmed by the clinician, waits for nobody', () => {
  expect(judge(entryOf())).toEqual({ ok: true, holds: [] });
  expect(judge(entryOf(), { confirmer: 'biller' })).toEqual({ ok: true, holds: [] });
});

describe('who confirms', () => {
  it.each([
    'nurse',
    'supervisor',
    'privacy-officer',
    'tech-admin',
    'patient',
    'proxy',
    'guest',
    'no-role',
  ] as const)('no %s', (confirmer) => expect(refusals(entryOf(), { confirmer })).toEqual(['not-your-role']));
  it('never a program', () =>
    expect(refusals(entryOf(), { confirmer: null })).toEqual(['never-by-software']));
});

describe('when', () => {
  it('not before the end of the visit, and not without one', () => {
    expect(refusals(entryOf(), { isOver: false })).toEqual(['visit-not-over']);
    expect(refusals(entryOf(), { wasAdmitted: false })).toEqual(['nobody-was-seen']);
  });
  it('not before the day has come where the patient is: one second before midnight and at midnight', () => {
    const facts = { serviceDate: '2026-11-21' };
    expect(refusals(entryOf(), facts, new Date('2026-11-21T04:59:59Z'))).toEqual(['day-ahead']);
    expect(refusals(entryOf(), facts, new Date('2026-11-21T05:00:00Z'))).toEqual([]);
  });
  it('not while a prefilled fact has nobody’s word', () => {
    const answer = judge(entryOf(), { unconfirmed: ['patientPlace', 'modality'] });
    expect(answer.ok ? [] : answer.reasons.map(({ code, about }) => `${code} ${about}`)).toEqual([
      'not-confirmed patientPlace',
      'not-confirmed modality',
    ]);
    expect(refusals(entryOf(), { serviceDate: null })).toContain('not-confirmed');
  });
  it('not for a clinician the EHR has no record of', () =>
    expect(refusals(entryOf(), { hasClinician: false })).toEqual(['no-clinician']));
});

describe('while the day or the place is open', () => {
  it('the day is what is asked for, and nothing is said of codes, modifiers and place', () => {
    const entry = entryOf({ code: '12345', modifiers: ['ZZ'] }, '77');
    const answer = judge(entry, { serviceDate: null });
    expect(answer.ok ? [] : answer.reasons.map(({ code, about }) => `${code} ${about}`)).toEqual([
      'not-confirmed serviceDate',
    ]);
    expect(refusals(entryOf({ units: 99 }), { serviceDate: null })).toEqual(['not-confirmed']);
    expect(refusals(entryOf({ units: 100 }), { serviceDate: null })).toContain('units-out-of-range');
  });
  it('a day is ahead where it has come nowhere: fourteen hours before Greenwich', () => {
    const facts = { serviceDate: '2026-11-21', patientState: null };
    expect(refusals(entryOf(), facts, new Date('2026-11-20T09:59:59Z'))).toEqual(['day-ahead']);
    expect(refusals(entryOf(), facts, new Date('2026-11-20T10:00:00Z'))).toEqual([]);
  });
});

describe('codes', () => {
  it('one that no pack knows is refused; a known one is not', () => {
    expect(refusals(entryOf({ code: '12345' }))).toEqual(['unknown-code']);
    expect(refusals(entryOf({ code: '99212' }))).toEqual([]);
  });
  it('a deleted one: the day before and the day of its end', () => {
    const answer = judge(entryOf({ code: '99442' }));
    expect(answer).toMatchObject({
      reasons: [{ code: 'code-not-valid', rule: 'deleted-code/99442', effectiveFrom: '2025-01-01' }],
    });
    const [reason] = answer.ok ? [] : answer.reasons;
    const row = packs.rows.get('deleted-code/99442')?.[0];
    expect([reason?.source, reason?.effectiveTo]).toEqual([row?.source, row?.to]);
    expect(reason?.source).toBeTruthy();
    expect(reason?.effectiveTo).toBeTruthy();
    expect(refusals(entryOf({ code: '99442' }), { serviceDate: '2024-12-31' })).toEqual(['unknown-code']);
  });
  it('the end of the code year: the last day and the first after it', () => {
    const in2027 = new Date('2027-01-02T20:00:00Z');
    expect(refusals(entryOf(), { serviceDate: '2026-12-31' }, in2027)).toEqual([]);
    expect(refusals(entryOf(), { serviceDate: '2027-01-01' }, in2027)).toContain('code-not-valid');
  });
  it.each(['98000', '98004', '98007', '98008', '98015'])('%s never for Medicare', (code) => {
    for (const payerKind of ['medicare-b', 'medicare-advantage', 'fqhc-medicare', 'rhc-medicare'] as const)
      expect(refusals(entryOf({ code }), { payerKind })).toEqual(['not-valid-for-medicare']);
    expect(refusals(entryOf({ code }), { payerKind: 'commercial' })).toEqual([]);
  });
  it('audio alone by the telemedicine codes, for Medicare: never', () => {
    const audio: ChargeAnswers = {
      ...MEDICARE,
      modality: 'audio',
      audioOnlyReason: 'patient-cannot',
      clinicianVideoCapable: true,
    };
    const { proposal, facts } = stand(audio);
    expect(proposal.lines).toEqual([{ code: '99213', modifiers: ['93'], pos: '10', units: 1 }]);
    expect(refusals(entryOf({ code: '98009' }), facts)).toEqual(['not-valid-for-medicare']);
    expect(refusals(entryOf({ modifiers: ['93'] }), facts)).toEqual([]);
  });
  it('no line, and one code twice', () => {
    expect(refusals({ placeOfService: '10', lines: [] })).toEqual(['no-lines']);
    const [line] = entryOf().lines;
    expect(judge({ placeOfService: '10', lines: line ? [line, line] : [] })).toMatchObject({
      reasons: [{ code: 'line-twice', about: '99213', rule: null, source: null, effectiveTo: null }],
    });
  });
  it('what the rules refuse cannot be confirmed', () => {
    const { facts } = stand({ ...MEDICARE, payer: { kind: 'va' } });
    expect(refusals(entryOf(), facts)).toContain('not-billable');
  });
});

describe('modifiers and units', () => {
  it('a modifier of the packs, one that is none, one twice, five', () => {
    expect(refusals(entryOf({ modifiers: ['93'] }))).toEqual([]);
    expect(refusals(entryOf({ modifiers: ['ZZ'] }))).toEqual(['modifier-unknown']);
    expect(judge(entryOf({ modifiers: ['93', 'ZZ', '93'] }))).toMatchObject({
      reasons: [
        { code: 'modifier-twice', about: '93' },
        { code: 'modifier-unknown', about: 'ZZ' },
      ],
    });
    expect(refusals(entryOf({ modifiers: ['93', '95', '25', 'GT'] }))).toEqual([]);
    expect(refusals(entryOf({ modifiers: ['93', '95', '25', 'GT', 'GQ'] }))).toEqual(['too-many-modifiers']);
  });
  it('one that sources dispute is held, unless the payer’s own row proposes it', () => {
    expect(holds(entryOf({ modifiers: ['95'] }))).toEqual(['review-task', 'not-as-proposed']);
    expect(holds(entryOf({ modifiers: ['93'] }))).toEqual(['not-as-proposed']);
    const horizon = stand({ ...MEDICARE, payer: { kind: 'commercial', name: 'Horizon' } });
    expect(horizon.proposal.lines[0]?.modifiers).toEqual(['95']);
    expect(refusals(entryOf({ modifiers: ['95'] }), horizon.facts)).toEqual([]);
  });
  it('a level of a visit once, prolonged time in units, never none', () => {
    expect(refusals(entryOf({ units: 2 }))).toEqual(['units-out-of-range']);
    expect(refusals(entryOf({ units: 0 }))).toEqual(['units-out-of-range']);
    expect(refusals(entryOf({ code: 'G2212', units: 2 }))).toEqual([]);
    expect(refusals(entryOf({ code: 'G2212', units: 25 }))).toEqual(['units-out-of-range']);
  });
});

describe('diagnoses', () => {
  const of = (...codes: string[]) => entryOf({ diagnoses: codes.map((code) => ({ ...DIAGNOSIS, code })) });
  it('twelve and thirteen on a claim', () => {
    const letters = [...'ABCDEFGHIJKLM'];
    const lines = ['99213', 'G2212', '98016', '99454'].map((code, at) => ({
      ...{ code, modifiers: [], units: 1 },
      diagnoses: letters.slice(4 * at, 4 * at + 4).map((letter) => ({ ...DIAGNOSIS, code: `${letter}10` })),
    }));
    expect(refusals({ placeOfService: '10', lines: lines.slice(0, 3) })).toEqual([]);
    const answer = judge({ placeOfService: '10', lines });
    expect(answer).toMatchObject({ ok: false, reasons: [{ code: 'too-many-diagnoses', about: null }] });
  });
  it('none, four, five on a line', () => {
    expect(refusals(of())).toEqual(['no-diagnosis']);
    expect(refusals(of('I10', 'E11.9', 'J45.20', 'Z79.4'))).toEqual([]);
    expect(refusals(of('I10', 'E11.9', 'J45.20', 'Z79.4', 'N18.32'))).toEqual(['too-many-diagnoses']);
  });
  it.each(['I10', 'E11.9', 'S72.001A', 'U07.1', 'C7A.00', 'M1A.0'])('%s has the shape', (code) =>
    expect(refusals(of(code))).toEqual([]),
  );
  it.each(['10', 'i10', 'E119', 'E11.', 'S72.001AB', 'hypertension', '38341003'])('%s has not', (code) =>
    expect(refusals(of(code))).toEqual(['diagnosis-shape']),
  );
});

describe('place of service', () => {
  it('10 at home and 02 elsewhere; the other way round contradicts the record', () => {
    expect(refusals(entryOf({}, '10'), { places: ['home'] })).toEqual([]);
    expect(refusals(entryOf({}, '02'), { places: ['home'] })).toEqual(['place-contradicts-record']);
    const away = stand(MEDICARE, recordOf({ locations: [at('vehicle', '2026-11-20T14:55:00.000Z')] })).facts;
    expect(refusals(entryOf({}, '02'), away)).toEqual([]);
    expect(refusals(entryOf({}, '10'), away)).toEqual(['place-contradicts-record']);
  });
  it('a place on record of two stands, and the charge is held', () => {
    expect(refusals(entryOf({}, '02'), { places: ['home', 'vehicle'] })).toEqual([]);
    expect(holds(entryOf({}, '02'), { places: ['home', 'vehicle'] })).toEqual([
      'not-as-proposed',
      'two-places',
    ]);
  });
  it('one that the record alone knows stands; without a record of places any known one does', () => {
    expect(refusals(entryOf({}, '02'), { places: ['vehicle'] })).toEqual([]);
    expect(refusals(entryOf({}, '02'), { places: [] })).toEqual([]);
    expect(refusals(entryOf({}, '11'), { places: ['vehicle'] })).toEqual(['place-contradicts-record']);
  });
  it('a claim without one, where the payer wants none', () => {
    const { facts } = stand({ ...MEDICARE, payer: { kind: 'fqhc-medicare' } });
    expect(judge(entryOf({ code: 'G2025' }, null), facts)).toEqual({ ok: true, holds: [] });
  });
  it('two places away from home are one kind of place', () =>
    expect(holds(entryOf({}, '02'), { places: ['vehicle', 'work'] })).toEqual(['not-as-proposed']));
  it('none, and one nobody knows', () => {
    expect(refusals(entryOf({}, null))).toEqual(['no-place']);
    expect(refusals(entryOf({}, '77'))).toEqual(['place-unknown']);
  });
  it('a payer that wants another one is heard: it stands in the proposal', () => {
    const cigna = { ...MEDICARE, payer: { kind: 'commercial' as const, name: 'Cigna' } };
    const { facts, proposal } = stand(cigna);
    expect(proposal.lines[0]?.pos).toBe('02');
    const { code, modifiers } = proposal.lines[0] ?? { code: '', modifiers: [] };
    expect(refusals(entryOf({ code, modifiers: [...modifiers] }, '02'), facts)).toEqual([]);
  });
});

describe('a second person looks', () => {
  it.each(['override', 'exception', 'emergency', 'refused-during-visit'] as const)('after %s', (mark) => {
    expect(holds(entryOf(), { billingReview: [mark] })).toEqual([mark]);
    expect(judge(entryOf(), { billingReview: [mark] }).ok).toBe(true);
  });
  it('for a mark of the visit that has no name here', () =>
    expect(holds(entryOf(), { billingReview: ['something-new'] })).toEqual(['review-task']));
  it('for an unknown payer, a payer nobody knows, and a payer by name whose rules are not loaded', () => {
    const notKnown = stand({ ...MEDICARE, payer: 'not-known' });
    expect(notKnown.proposal.outcome).toBe('needs-review');
    expect(holds(entryOf(), notKnown.facts)).toEqual(['review-task', 'not-as-proposed']);
    const named = stand({ ...MEDICARE, payer: { kind: 'commercial', name: 'Nobody Mutual' } });
    expect(named.proposal).toMatchObject({ outcome: 'propose-with-review' });
    expect(named.proposal.reasons.map(({ code }) => code)).toContain('unknown-payer');
    expect(holds(entryOf({ modifiers: ['95'] }), named.facts)).toEqual(['review-task']);
  });
  it('for one doubtful line among sound ones', () => {
    const [line] = entryOf().lines;
    const month = entryOf({ code: 'G0557' }).lines;
    const entry = { placeOfService: '10', lines: line ? [line, ...month] : [] };
    expect(holds(entry)).toEqual(['review-task', 'not-as-proposed']);
  });
  it('for an empty entry where nothing was proposed: it is not as proposed', () => {
    const { facts } = stand({ ...MEDICARE, payer: 'not-known' });
    expect(holds({ placeOfService: '10', lines: [] }, facts)).toEqual(['review-task', 'not-as-proposed']);
  });
  it('not for the lines and modifiers in another order', () => {
    const { facts } = stand({ ...MEDICARE, totalMinutes: 69 });
    const two = [...entryOf({ code: 'G2212' }).lines, ...entryOf({ code: '99215' }).lines];
    expect(holds({ placeOfService: '10', lines: two }, facts)).toEqual([]);
    expect(holds({ placeOfService: '02', lines: two }, facts)).toEqual(['not-as-proposed']);
  });
  it('for another code than the proposed, not for an alternative', () => {
    expect(holds(entryOf({ code: '99214' }))).toEqual(['not-as-proposed']);
    const both = stand({
      ...MEDICARE,
      decisionMaking: { problem: 'chronic-not-at-goal', seen: null, risk: 'prescription-drug' },
    });
    expect(both.proposal.lines[0]?.code).toBe('99214');
    expect(holds(entryOf({ code: '99214' }), both.facts)).toEqual([]);
    expect(holds(entryOf({ code: '99213' }), both.facts)).toEqual([]);
    expect(holds(entryOf({ code: '99215' }), both.facts)).toEqual(['not-as-proposed']);
  });
  it('for a fact said otherwise than the visit’s record', () => {
    const { facts } = stand({
      ...MEDICARE,
      modality: 'audio',
      audioOnlyReason: 'patient-cannot',
      clinicianVideoCapable: true,
    });
    expect(facts.changed).toEqual(['modality']);
    expect(holds(entryOf({ modifiers: ['93'] }), facts)).toEqual(['changed-from-record']);
  });
  it('for a day on which the law had lapsed: the last day of the lapse, and the day after', () => {
    const on = (day: string) =>
      stand({ ...MEDICARE, serviceDate: day }, recordOf({ admittedAt: `${day}T15:00:00.000Z` })).facts;
    expect(holds(entryOf(), on('2026-02-03'))).toContain('law-lapse');
    expect(holds(entryOf(), on('2026-02-04'))).not.toContain('law-lapse');
  });
});

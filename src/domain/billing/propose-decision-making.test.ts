import { describe, expect, it } from 'vitest';
import type { FactMark, NoteEntry } from '#domain/documentation';
import { decideLevel } from './decision-making.ts';
import { type MdmFacts, proposeDecisionMaking } from './propose-decision-making.ts';

const DAY = '2026-11-20';
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const MARK: FactMark = {
  ...{ reference: 'Condition/bp', codes: [`${ICD}|I10`], date: '2019-03-05', dateIs: 'began' },
  ...{ status: 'active', isCurrent: true, encounterId: null, verification: 'confirmed' },
  ...{ intent: null, isReported: false, measure: null },
};
const problem = (mark: Partial<FactMark> = {}, section: NoteEntry['section'] = 'assessment'): NoteEntry => ({
  ...{ list: 'problems', section, text: 'High blood pressure (from the chart: Condition/bp)' },
  mark: { ...MARK, ...mark },
});
const DIABETES = { reference: 'Condition/dm', codes: [`${ICD}|E11.9`] };
const result = (mark: Partial<FactMark> = {}): NoteEntry => ({
  ...{ list: 'labs', section: 'findings', text: 'Potassium 4.0' },
  mark: {
    ...{ ...MARK, reference: 'Observation/k', codes: [], date: '2026-11-02', dateIs: 'taken' },
    ...{ status: 'final', verification: null, measure: 'loinc|2823-3', ...mark },
  },
});
const medication = (mark: Partial<FactMark> = {}, section: NoteEntry['section'] = 'plan'): NoteEntry => ({
  ...{ list: 'medications', section, text: 'Lisinopril 10 mg' },
  mark: {
    ...{ ...MARK, reference: 'MedicationRequest/l', codes: [], date: '2026-11-02', dateIs: 'ordered' },
    ...{ verification: null, intent: 'order', ...mark },
  },
});
const STAY = [{ from: '2026-11-20T15:00:00.000Z', until: null }];
const person = (
  role: MdmFacts['people'][number]['role'],
  more: Partial<MdmFacts['people'][number]> = {},
) => ({
  ...{ role, guestRole: null, name: `the ${role}`, stays: STAY, ...more },
});
const propose = (entries: readonly NoteEntry[], more: Partial<MdmFacts> = {}) =>
  proposeDecisionMaking({
    ...{ entries, people: [person('host'), person('patient')], isMinor: false, hasSign: false, day: DAY },
    ...more,
  });
const problemOf = (...entries: NoteEntry[]) => propose(entries).problem?.value ?? null;

describe('what was dealt with', () => {
  it('a long-term illness in the assessment or the plan: the least it can be, with the entry it comes from', () => {
    expect(propose([problem()]).problem).toEqual({
      value: 'one-stable-chronic',
      evidence: [
        {
          kind: 'problem',
          reference: 'Condition/bp',
          section: 'assessment',
          text: 'High blood pressure (from the chart: Condition/bp)',
        },
      ],
    });
    expect(problemOf(problem({}, 'plan'))).toBe('one-stable-chronic');
  });

  it('two of them are two; one entry twice, or two entries of one code, are one', () => {
    expect(problemOf(problem(), problem(DIABETES))).toBe('two-stable-chronic');
    expect(problemOf(problem(), problem({}, 'plan'))).toBe('one-stable-chronic');
    expect(problemOf(problem(), problem({ reference: 'Condition/bp-again' }))).toBe('one-stable-chronic');
    expect(problemOf(problem({ codes: [] }), problem({ ...DIABETES, codes: [] }))).toBe('two-stable-chronic');
  });

  it('for a year and more: a year to the day, and a day less', () => {
    expect(problemOf(problem({ date: '2025-11-20' }))).toBe('one-stable-chronic');
    expect(problemOf(problem({ date: '2025-11-20T23:00:00Z' }))).toBe('one-stable-chronic');
    expect(problemOf(problem({ date: '2025-11-21' }))).toBeNull();
  });

  it('a partial date is taken at its latest', () => {
    expect(problemOf(problem({ date: '2024' }))).toBe('one-stable-chronic');
    expect(problemOf(problem({ date: '2025' }))).toBeNull();
    expect(problemOf(problem({ date: '2025-10' }))).toBe('one-stable-chronic');
    expect(problemOf(problem({ date: '2025-11' }))).toBeNull();
  });

  it.each<[string, NoteEntry]>([
    ['quoted in the history', problem({}, 'history')],
    ['without a beginning', problem({ dateIs: 'recorded' })],
    ['without a date', problem({ date: null })],
    ['that came back', problem({ status: 'recurrence' })],
    ['of which no status is recorded', problem({ status: null })],
    ['that is over', problem({ isCurrent: false })],
    ['that is not certain', problem({ verification: 'provisional' })],
    ['put in before marks were kept', { ...problem(), mark: null }],
    ['that is no problem of the list', { ...problem(), list: 'procedures' }],
  ])('nothing from one %s', (_, entry) => expect(problemOf(entry)).toBeNull());

  it('certain is also where the record does not speak of certainty', () =>
    expect(problemOf(problem({ verification: null }))).toBe('one-stable-chronic'));

  it('nothing while the day of service is open', () =>
    expect(propose([problem()], { day: null }).problem).toBeNull());

  it('beside a sign that cannot wait nothing is proposed, and the sign is named', () => {
    const { problem: said, also } = propose([problem(), problem(DIABETES)], { hasSign: true });
    expect([said, also]).toEqual([null, [{ kind: 'sign', reference: null, section: null, text: null }]]);
  });
});

describe('what was looked at', () => {
  it('results in the note, as the fewest tests they can be; the rest is not on record', () => {
    const { seen } = propose([result(), result({ reference: 'Observation/tsh', measure: 'loinc|3016-3' })]);
    expect(seen?.value).toEqual({
      ...{ outsideNotes: 0, testsRead: 1, testsOrdered: 0 },
      ...{ otherHistorian: false, ownReading: false, outsideTalk: false },
    });
    expect(seen?.evidence.map(({ kind, reference }) => [kind, reference])).toEqual([
      ['test', 'Observation/k'],
      ['test', 'Observation/tsh'],
    ]);
  });

  it('a result put in twice is named once', () =>
    expect(propose([result(), result()]).seen?.evidence).toHaveLength(1));

  it.each<[string, NoteEntry]>([
    ['that hangs on an earlier encounter, where it was counted', result({ encounterId: 'e7' })],
    ['that is cancelled', result({ isCurrent: false })],
    ['put in before marks were kept', { ...result(), mark: null }],
    ['that is a vital sign', { ...result(), list: 'vitals' }],
  ])('nothing from a result %s', (_, entry) => expect(propose([entry]).seen).toBeNull());

  const mother = person('proxy', { name: 'Sofia Brennan' });
  const away = person('patient', { stays: [] });

  it('who came for a child that was not there by itself tells its history', () => {
    const { seen, also } = propose([], { people: [mother, away], isMinor: true });
    expect([seen?.value.otherHistorian, seen?.value.testsRead, also]).toEqual([true, 0, []]);
    expect(seen?.evidence).toEqual([
      { kind: 'representative', reference: null, section: null, text: 'Sofia Brennan' },
    ]);
  });

  it('not where the child was there itself, nor where nobody of the family came in', () => {
    expect(propose([], { people: [mother, person('patient')], isMinor: true }).seen).toBeNull();
    expect(propose([], { people: [{ ...mother, stays: [] }, away], isMinor: true }).seen).toBeNull();
  });

  it.each([false, null])(
    'for a grown patient, or of an age not known (%s), it is named and not proposed',
    (isMinor) => {
      const { seen, also } = propose([], { people: [mother, away], isMinor });
      expect([seen, also.map(({ kind }) => kind)]).toEqual([null, ['representative']]);
    },
  );
});

describe('what was decided', () => {
  it('an order of the chart in the plan: a prescription drug, from that order', () =>
    expect(propose([medication()]).risk).toMatchObject({
      value: 'prescription-drug',
      evidence: [{ kind: 'order', reference: 'MedicationRequest/l', section: 'plan' }],
    }));

  it.each<[string, NoteEntry]>([
    ['quoted in the history', medication({}, 'history')],
    ['that was only told', medication({ isReported: true })],
    ['that was stopped', medication({ status: 'stopped', isCurrent: false })],
    ['that is on hold', medication({ status: 'on-hold' })],
    ['that is a plan alone', medication({ intent: 'plan' })],
    ['that is no medication', { ...medication(), list: 'procedures' }],
    ['put in before marks were kept', { ...medication(), mark: null }],
  ])('nothing from one %s', (_, entry) => expect(propose([entry]).risk).toBeNull());
});

describe('what is on record and no answer', () => {
  it('a document, circumstances, a caregiver, a clinician who was invited; an interpreter and who never came are not', () => {
    const document: NoteEntry = { ...result({ reference: 'DocumentReference/d' }), list: 'documents' };
    const guests = (['caregiver', 'clinician', 'interpreter'] as const).map((guestRole) =>
      person('guest', { guestRole }),
    );
    const { also, seen, risk } = propose([document, problem({ codes: [`${ICD}|Z59.0`] }, 'history')], {
      people: [person('patient'), ...guests, person('guest', { guestRole: 'caregiver', stays: [] })],
    });
    expect(also.map(({ kind }) => kind)).toEqual(['document', 'circumstances', 'caregiver', 'clinician']);
    expect([seen, risk]).toEqual([null, null]);
  });

  it.each([
    ['Z54.1', 0],
    ['Z55.0', 1],
    ['Z65.9', 1],
    ['Z66', 0],
  ])('circumstances are Z55 to Z65: %s', (code, count) =>
    expect(propose([problem({ codes: [`${ICD}|${code}`] }, 'history')]).also).toHaveLength(count),
  );
});

describe('a visit of which nothing is on record', () => {
  it('is proposed nothing', () =>
    expect(propose([])).toEqual({ problem: null, seen: null, risk: null, also: [] }));

  it('never is proposed a high level, whatever stands in the note', () => {
    const everything = [
      problem(),
      problem(DIABETES),
      medication(),
      ...Array.from({ length: 9 }, (_, day) =>
        result({ reference: `Observation/${day}`, measure: `m${day}`, date: `2026-10-0${day + 1}` }),
      ),
    ];
    const { problem: dealt, seen, risk } = propose(everything);
    const said = { problem: dealt?.value ?? null, seen: seen?.value ?? null, risk: risk?.value ?? null };
    expect([said.seen?.testsRead, decideLevel(said).level]).toEqual([9, 'moderate']);
  });
});

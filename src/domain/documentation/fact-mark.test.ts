import { describe, expect, it } from 'vitest';
import type { ListLine, ReadyLine } from '#domain/chart';
import { type KeptFact, listNoteEntries, markChartFact } from './fact-mark.ts';

const ROW = {
  ...{ id: 'bp', resourceType: 'Condition', text: 'High blood pressure', date: '2019-03', dateIs: 'began' },
  ...{ status: 'active', isCurrent: true, author: null, encounterId: null, lastUpdated: null, folded: [] },
  codes: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' }],
} as const;
const lineOf = (list: ReadyLine['list'], row: object) =>
  ({
    ...{ list, state: 'ready', rows: [row], more: false, next: null, unshown: [], enteredInError: 0 },
    asOf: '2026-11-20T15:00:00.000Z',
  }) as unknown as ReadyLine;

describe('how an entry stood when it was put into the note', () => {
  it('a problem: code, day, standing, verification; what problems do not have is null', () => {
    const row = { ...ROW, verification: 'confirmed', severity: null, ended: null, category: [] };
    expect(markChartFact(lineOf('problems', row) as ListLine<'problems'>, 'bp')).toEqual({
      reference: 'Condition/bp',
      codes: ['http://hl7.org/fhir/sid/icd-10-cm|I10'],
      ...{ date: '2019-03', dateIs: 'began', status: 'active', isCurrent: true, encounterId: null },
      ...{ verification: 'confirmed', intent: null, isReported: false, measure: null },
    });
  });

  it('an order that was only told, and a result by its measure', () => {
    const order = { ...ROW, intent: 'order', isReported: true };
    expect(markChartFact(lineOf('medications', order), 'bp')).toMatchObject({
      intent: 'order',
      isReported: true,
    });
    expect(markChartFact(lineOf('labs', { ...ROW, measure: 'loinc|2823-3' }), 'bp')?.measure).toBe(
      'loinc|2823-3',
    );
  });

  it('what the line does not have has no mark, nor has the patient', () => {
    expect(markChartFact(lineOf('problems', ROW), 'other')).toBeNull();
    expect(markChartFact(lineOf('patient', ROW), 'bp')).toBeNull();
  });
});

describe('what stands in a note', () => {
  const kept: KeptFact[] = [
    { factId: 'f1', list: 'problems', text: 'Asthma', source: 'from the chart: Condition/a' },
    { factId: 'f2', list: 'labs', text: 'Potassium', source: 'from the chart: Observation/k' },
  ];
  it('is what the text names, in its order and section; what was pulled and left out is not in it', () => {
    expect(listNoteEntries({ facts: [{ factId: 'f2', section: 'findings' }] }, kept)).toEqual([
      {
        list: 'labs',
        section: 'findings',
        text: 'Potassium (from the chart: Observation/k)',
        mark: null,
      },
    ]);
  });
  it('a fact of another visit is none', () =>
    expect(listNoteEntries({ facts: [{ factId: 'f9', section: 'plan' }] }, kept)).toEqual([]));
});

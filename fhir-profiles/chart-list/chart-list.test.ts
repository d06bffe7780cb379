import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHART_LISTS, ChartLine } from '#domain/chart';
import { markDecimals } from '#profiles/elements';
import { type EntryListName, readChartRows } from './chart-list.ts';

const LISTS = CHART_LISTS.filter((list): list is EntryListName => list !== 'patient');
const TYPES: Record<EntryListName, string> = {
  allergies: 'AllergyIntolerance',
  problems: 'Condition',
  medications: 'MedicationRequest',
  vitals: 'Observation',
  labs: 'Observation',
  documents: 'DocumentReference',
  encounters: 'Encounter',
  appointments: 'Appointment',
  immunizations: 'Immunization',
  procedures: 'Procedure',
  coverage: 'Coverage',
};
const ELEMENTS = (
  'status clinicalStatus verificationStatus category code type class subject period content context author date ' +
  'effectiveDateTime effectivePeriod onsetDateTime valueQuantity valueString component interpretation note meta ' +
  'referenceRange dosageInstruction medicationCodeableConcept authoredOn participant performer payor identifier ' +
  'reaction modifierExtension implicitRules start end relatesTo reasonCode vaccineCode occurrenceDateTime __proto__'
).split(' ');

/** Right types, wrong types, arrays for objects, nulls, nesting: whatever a server may send. */
const piece = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('2020', '2020-13', '', 'x'),
  ),
  tree: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(...ELEMENTS, 'coding', 'text', 'value', 'url', 'attachment', 'reference'),
      tie('tree'),
      { maxKeys: 4 },
    ),
  ),
})).tree;
const hostile = (type: string) =>
  fc
    .tuple(
      fc.dictionary(fc.constantFrom(...ELEMENTS), piece, { maxKeys: 8 }),
      fc.oneof(fc.constant('x'), piece),
    )
    .map(([parts, id]) => ({ resourceType: type, id, ...parts }));

describe('the lists of the chart', () => {
  it.each(LISTS)('%s: never throws and never loses an entry, whatever it is given', (list) => {
    const resources = fc.array(fc.oneof(hostile(TYPES[list]), piece), { maxLength: 6 });
    fc.assert(
      fc.property(resources, (given) => {
        const { rows, unshown, enteredInError } = readChartRows(list, given);
        const ids = new Set(given.map((one) => (one as { id?: unknown } | null)?.id));
        const hidden = rows.reduce((sum, row) => sum + row.folded.length, 0);
        const repeats = given.length - (rows.length + hidden + unshown.length + enteredInError);
        // Only the same id twice falls together without a trace.
        expect(repeats).toBeGreaterThanOrEqual(0);
        if (ids.size === given.length) expect(repeats).toBe(0);
        const asOf = '2026-11-22T00:00:00Z';
        const line = { list, state: 'ready', rows, more: false, next: null, unshown, enteredInError, asOf };
        expect(ChartLine.safeParse(line).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('an element of a wrong type is named, and the others are shown', () => {
    const code = { text: 'Asthma' };
    const good = { resourceType: 'Condition', id: 'a', code };
    const bad = { resourceType: 'Condition', id: 'b', code: [code] };
    const { rows, unshown } = readChartRows('problems', [bad, good]);
    expect(rows.map(({ id }) => id)).toEqual(['a']);
    expect(unshown).toEqual([
      {
        id: 'b',
        resourceType: 'Condition',
        reason: { code: 'element-malformed', data: { element: 'code' } },
      },
    ]);
  });

  it('an entry under rules nobody here knows cannot be shown', () => {
    const { unshown } = readChartRows('problems', [
      { resourceType: 'Condition', id: 'a', implicitRules: 'x' },
    ]);
    expect(unshown[0]?.reason.code).toBe('modifier-unknown');
  });

  it.each(['4.0', '0.50', '1e3', '12345678901234567890.123', '-0', '100'])(
    '%s is printed as it was written',
    (written) => {
      const text = `{"resourceType":"Observation","id":"o","valueQuantity":{"value":${written},"unit":"u"}}`;
      const { rows } = readChartRows('labs', [markDecimals(text)]);
      expect(rows[0]?.value).toMatchObject({ kind: 'quantity', text: written });
    },
  );
});

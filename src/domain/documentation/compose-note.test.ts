import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComposeFacts, composeNote, composeWithdrawal } from './compose-note.ts';
import { NO_CONTENT, type NoteContent } from './note-content.ts';
import { listSections, SECTION_HEADINGS, SECTIONS } from './sections.ts';
import { TEMPLATES } from './templates.ts';

const RECORDS = { title: 'Telehealth visit note', lines: ['Patient: Ada Martin', 'Signed by: Dr. B'] };
const compose = (content: Partial<NoteContent>, more: Partial<ComposeFacts> = {}) =>
  composeNote({
    ...{ kind: 'note', records: RECORDS, content: { ...NO_CONTENT, ...content }, facts: [] },
    ...{ reference: 'WS-0123456789AB', ...more },
  });

it('is the records’ lines, the sections in their order, the facts with their source, the reference', () => {
  const facts = [
    {
      factId: 'f1',
      list: 'labs' as const,
      text: 'Potassium: 4.0 mmol/L',
      source: 'from the chart: Observation/1',
    },
  ];
  const content = {
    sections: { plan: 'Rest.', reason: 'Cough.' },
    ...{ minutes: 25, facts: [{ factId: 'f1', section: 'plan' as const }] },
  };
  expect(compose(content, { facts })).toBe(
    [
      'TELEHEALTH VISIT NOTE\n\nPatient: Ada Martin\nSigned by: Dr. B',
      '\nClinician’s time on the date of the visit: 25 minutes, as entered by the clinician',
      '\n\nREASON FOR VISIT\nCough.',
      '\n\nPLAN\nRest.\nFrom the chart:\n- Potassium: 4.0 mmol/L (from the chart: Observation/1)',
      '\n\nRef WS-0123456789AB',
    ].join(''),
  );
});

it('says that minutes were not recorded; zero is an entry', () => {
  expect(compose({ minutes: null })).toContain('time on the date of the visit: not recorded');
  expect(compose({ minutes: 0 })).toContain('time on the date of the visit: 0 minutes, as entered');
});

it('leaves out a section of nothing but space; a fact alone keeps its heading', () => {
  expect(compose({ sections: { plan: ' \n\u00a0' } })).not.toContain('PLAN');
  const facts = [{ factId: 'f', list: 'labs' as const, text: 'x', source: 'y' }];
  expect(compose({ facts: [{ factId: 'f', section: 'plan' }] }, { facts })).toContain(
    'PLAN\nFrom the chart:\n- x (y)',
  );
});

it('an addendum has its own section and no other, and no minutes', () => {
  const content = { sections: { addendum: 'Late result.', plan: 'not here' } };
  const text = compose(content, { kind: 'addendum' });
  expect(text).toContain('ADDENDUM\nLate result.');
  expect(text).not.toMatch(/not here|Clinician’s time/);
  expect(compose(content)).not.toContain('Late result.');
});

it('writes no consent, no identity and no place of its own', () => {
  fc.assert(
    fc.property(fc.constantFrom(...TEMPLATES), ({ prompts }) => {
      const text = compose({ sections: { assessment: 'x' } });
      expect(text).not.toMatch(/consent|identity|location/i);
      for (const prompt of Object.values(prompts).flat()) expect(text).not.toContain(prompt);
    }),
  );
});

it('a withdrawal holds its reason and its reference', () => {
  expect(composeWithdrawal(RECORDS, 'Wrong patient.', 'WS-1')).toMatch(
    /\n\nREASON\nWrong patient\.\n\nRef WS-1$/,
  );
});

describe('text as typed', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => text.isWellFormed());
  const written = fc
    .dictionary(fc.constantFrom(...listSections('note')), anyText)
    .map((sections) => ({ sections }));

  it('stands in the note letter by letter, under its own heading, in the order of the sections', () => {
    fc.assert(
      fc.property(written, ({ sections }) => {
        const text = compose({ sections });
        let from = 0;
        for (const section of listSections('note')) {
          const own = sections[section] ?? '';
          if (own.trim() === '') continue;
          const block = `\n\n${SECTION_HEADINGS[section].toUpperCase()}\n${own}\n\n`;
          const at = text.indexOf(block, from);
          expect(at).toBeGreaterThanOrEqual(from);
          // The line ends between two blocks belong to both.
          from = at + block.length - 2;
        }
        expect(text.endsWith('\n\nRef WS-0123456789AB')).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('two notes that differ in a letter differ in their text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...listSections('note')), anyText, anyText, (section, one, two) => {
        fc.pre(one !== two && one.trim() !== '' && two.trim() !== '');
        expect(compose({ sections: { [section]: one } })).not.toBe(compose({ sections: { [section]: two } }));
      }),
    );
  });
});

it('every template asks something for every section, and every section has a heading', () => {
  expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
  for (const { prompts } of TEMPLATES)
    for (const section of listSections('note'))
      expect(prompts[section as keyof typeof prompts].every((prompt) => prompt.endsWith('?'))).toBe(true);
  expect(SECTIONS.every((section) => SECTION_HEADINGS[section].length > 0)).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { NO_CONTENT, type NoteContent } from '#domain/documentation';
import { isSameContent, joinContents, listDifferences } from './compare-contents.ts';

const note = (sections: NoteContent['sections'], more: Partial<NoteContent> = {}): NoteContent => ({
  ...NO_CONTENT,
  sections,
  ...more,
});
const fact = (factId: string, section: 'plan' | 'history' = 'plan') => ({ factId, section });

describe('two texts of one note', () => {
  it('differ in the sections that are not letter for letter the same, an absent one being empty', () => {
    const first = note({ reason: 'cough', plan: 'rest ', history: '' });
    expect(listDifferences(first, note({ reason: 'cough', plan: 'rest', findings: 'clear' }))).toEqual([
      { section: 'findings', first: '', second: 'clear' },
      { section: 'plan', first: 'rest ', second: 'rest' },
    ]);
  });

  it.each([
    ['letters', note({ plan: 'a' }), note({ plan: 'b' }), false],
    ['minutes', note({}, { minutes: 5 }), note({}, { minutes: null }), false],
    ['a fact', note({}, { facts: [fact('f1')] }), note({}), false],
    [
      'where a fact stands',
      note({}, { facts: [fact('f1')] }),
      note({}, { facts: [fact('f1', 'history')] }),
      false,
    ],
    [
      'nothing',
      note({ plan: 'a' }, { facts: [fact('f1')] }),
      note({ plan: 'a' }, { facts: [fact('f1')] }),
      true,
    ],
    ['an empty section', note({ plan: '' }), note({}), true],
  ])('that differ in %s', (_what, first, second, isSame) =>
    expect(isSameContent(first, second)).toBe(isSame),
  );
});

describe('what stands after the choice', () => {
  const first = note({ reason: 'cough', plan: 'rest' }, { facts: [fact('f1')] });
  const second = note({ reason: 'fever', plan: 'rest and fluids' }, { facts: [fact('f1'), fact('f2')] });

  it('is the chosen text by section, and both where nobody chose', () => {
    const joined = joinContents(first, second, { plan: 'first' }, null);
    expect(joined.sections).toEqual({ reason: 'cough\n\nfever', plan: 'rest' });
    expect(joinContents(first, second, { reason: 'second', plan: 'second' }, null).sections).toEqual(
      second.sections,
    );
  });

  it('does not say twice what one of them only goes on with', () => {
    expect(joinContents(first, second, {}, null).sections.plan).toBe('rest and fluids');
    expect(joinContents(second, first, {}, null).sections.plan).toBe('rest and fluids');
    expect(joinContents(note({}), note({ plan: 'x' }), {}, null).sections.plan).toBe('x');
  });

  it('has the facts of both once, and the minutes that were chosen', () => {
    const joined = joinContents(first, second, {}, 12);
    expect(joined.facts).toEqual([fact('f1'), fact('f2')]);
    expect(joined.minutes).toBe(12);
  });
});

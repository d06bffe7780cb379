// Pages that write one note in any order, seeing the others' saves or not: what a page sent is the draft, or stands
// beside it, or was written over by the same page or settled by a person. Nothing else makes a text go (T96c).
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contentOf, draftOf, noteOf, openNote, pageOf } from '../fixtures/note-people.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { type Caller, inChart, ownVisit } from '../fixtures/visit-people.ts';

let stack: Stack;
let helen: Caller;
beforeAll(async () => {
  stack = await startStack();
  helen = await inChart(stack);
});
afterAll(() => stack.close());

const PAGES = 3;
const Step = fc.record({
  page: fc.nat({ max: PAGES - 1 }),
  /** Looks first; or looks and takes over what stands beside the draft. */
  does: fc.constantFrom('writes', 'looks and writes', 'settles'),
});

it('loses no text in any order of three pages', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 2, maxLength: 8 }), async (steps) => {
      const { visitId } = await ownVisit(helen);
      const first = await openNote(helen, visitId);
      const pages = Array.from({ length: PAGES }, () => pageOf(helen, first));
      /** The youngest text of each page that nobody has settled and nobody wrote over knowingly. */
      const owed = new Map<string, string>();
      const seen = new Map<string, number>(pages.map(({ page }) => [page, 0]));
      let draft = draftOf(first);
      for (const [at, { page: index, does }] of steps.entries()) {
        const page = pages[index];
        if (!page) continue;
        if (does !== 'writes') seen.set(page.page, draft.revision);
        const settles = does === 'settles' ? draft.others.map(({ otherId }) => otherId) : [];
        const text = `text ${at}`;
        const base = seen.get(page.page) ?? 0;
        const answer = await page.send(contentOf({ plan: text }), settles, base);
        const isSaved = answer.status === 200;
        expect(isSaved).toBe(base === draft.revision);
        if (!isSaved) owed.set(page.page, text);
        else {
          seen.set(page.page, base + 1);
          if (does === 'settles') owed.clear();
        }
        draft = draftOf(await noteOf(helen, visitId));
        if (isSaved) expect(draft.content.sections.plan).toBe(text);
        const beside = new Map(draft.others.map((other) => [other.page, other.content.sections.plan]));
        expect(beside).toEqual(owed);
      }
    }),
    { numRuns: 8 },
  );
});

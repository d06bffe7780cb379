// Writing a note, over HTTP and on both databases: nothing that a page sent is lost, nothing is overwritten unseen,
// nobody reads or writes what is not theirs, and every letter comes back as it was typed.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DraftKey, NoteView, PulledFact, SaveConflict, Saved } from '#domain/documentation';
import { NOTE_LIMIT_BYTES } from '#domain/documentation';
import { onBothStacks } from '../fixtures/both-stacks.ts';
import {
  clinicAndPatient,
  contentOf,
  draftOf,
  heldVisit,
  newName,
  noteOf,
  openNote,
  pageOf,
  pressOf,
  tellNote,
  textOf,
  WRITTEN,
} from '../fixtures/note-people.ts';
import type { Stack } from '../fixtures/stack.ts';
import { type Caller, codeOf, inChart, newDevice, ownVisit, said, tell } from '../fixtures/visit-people.ts';

onBothStacks((started) => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  /** One visit that goes on: writing needs no end. */
  let visitId: string;
  beforeAll(async () => {
    stack = started();
    ({ helen, ada } = await clinicAndPatient(stack));
    visitId = await heldVisit(helen, ada);
  });

  const freshVisit = async () => (await ownVisit(helen)).visitId;
  const conflictOf = async (answer: Promise<Response>) => {
    const got = await answer;
    expect(got.status).toBe(409);
    return (await got.json()) as SaveConflict;
  };

  describe('autosave', () => {
    it('makes one draft, whoever asks first, and counts saves', async () => {
      const visit = await freshVisit();
      expect((await noteOf(helen, visit)).draft).toBeNull();
      const opened = await Promise.all([
        openNote(helen, visit),
        openNote(helen, visit),
        openNote(helen, visit),
      ]);
      expect(new Set(opened.map((view) => draftOf(view).draftId)).size).toBe(1);
      const page = pageOf(helen, opened[0]);
      expect((await page.save(contentOf({ plan: 'a' }))).revision).toBe(1);
      expect((await page.save(contentOf({ plan: 'ab' }))).revision).toBe(2);
      expect(draftOf(await noteOf(helen, visit))).toMatchObject({
        ...{ revision: 2, content: contentOf({ plan: 'ab' }) },
        savedBy: { name: 'Dr. Helen R. Brooks, MD', isYou: true, page: page.page },
      });
    });

    it('the same save, sent again because its answer was lost, is the same save', async () => {
      const visit = await freshVisit();
      const page = pageOf(helen, await openNote(helen, visit));
      const first = await said<Saved>(page.send(contentOf({ plan: 'once' }), [], 0));
      const second = await said<Saved>(page.send(contentOf({ plan: 'once' }), [], 0));
      expect(second).toEqual(first);
      expect(draftOf(await noteOf(helen, visit)).others).toEqual([]);
    });

    it('two tabs: the second hears of the first, both texts are kept, a person settles it', async () => {
      const visit = await freshVisit();
      const view = await openNote(helen, visit);
      const [here, there] = [pageOf(helen, view), pageOf(helen, view)];
      await here.save(contentOf({ plan: 'from here' }));
      const conflict = await conflictOf(there.send(contentOf({ plan: 'from there' }), [], 0));
      expect(conflict.code).toBe('note.conflict');
      expect(conflict.draft.content).toEqual(contentOf({ plan: 'from here' }));
      const others = () => noteOf(helen, visit).then((now) => draftOf(now).others);
      expect(await others()).toMatchObject([
        { content: contentOf({ plan: 'from there' }), page: there.page },
      ]);
      // It goes on typing, and its youngest text is the one that is kept.
      await conflictOf(there.send(contentOf({ plan: 'from there, more' }), [], 0));
      expect((await others()).map(({ content }) => content.sections.plan)).toEqual(['from there, more']);
      expect(draftOf(await noteOf(helen, visit)).holds.map(({ code }) => code)).toContain('conflict');
      // What is not settled stays, whoever saves on top.
      await here.save(contentOf({ plan: 'from here, more' }));
      const [other] = await others();
      there.see(2);
      await there.save(contentOf({ plan: 'from here, more, and there' }), [other?.otherId ?? '']);
      // Its answer was lost and it is sent again: still settled.
      const settled = contentOf({ plan: 'from here, more, and there' });
      expect((await said<Saved>(there.send(settled, [other?.otherId ?? ''], 2))).revision).toBe(3);
      const after = draftOf(await noteOf(helen, visit));
      expect([after.others, after.content]).toEqual([[], settled]);
    });

    it('who settles what they saw does not settle what was typed there since', async () => {
      const visit = await freshVisit();
      const view = await openNote(helen, visit);
      const [here, there] = [pageOf(helen, view), pageOf(helen, view)];
      await here.save(contentOf({ plan: 'from here' }));
      const others = async () => draftOf(await noteOf(helen, visit)).others;
      const textsOf = async () => (await others()).map(({ content }) => content.sections.plan);
      await conflictOf(there.send(contentOf({ plan: 'from there' }), [], 0));
      const [seen] = await others();
      // Its answer was lost and it is sent again: what is looked at stays what it is.
      await conflictOf(there.send(contentOf({ plan: 'from there' }), [], 0));
      expect((await others()).map(({ otherId }) => otherId)).toEqual([seen?.otherId]);
      await conflictOf(there.send(contentOf({ plan: 'from there, and a dose' }), [], 0));
      await here.save(contentOf({ plan: 'from here, looked at' }), [seen?.otherId ?? '']);
      expect(await textsOf()).toEqual(['from there, and a dose']);
    });

    it('a third tab cannot settle what it has not seen the draft of', async () => {
      const visit = await freshVisit();
      const view = await openNote(helen, visit);
      const [one, two, three] = [pageOf(helen, view), pageOf(helen, view), pageOf(helen, view)];
      await one.save(contentOf({ plan: '1' }));
      await conflictOf(two.send(contentOf({ plan: '2' }), [], 0));
      const [other] = draftOf(await noteOf(helen, visit)).others;
      const refused = await conflictOf(three.send(contentOf({ plan: '3' }), [other?.otherId ?? ''], 0));
      expect(refused.draft.others.map(({ content }) => content.sections.plan).toSorted()).toEqual(['2', '3']);
    });

    it('ten pages at once: one is the draft, nine stand beside it', async () => {
      const visit = await freshVisit();
      const view = await openNote(helen, visit);
      const texts = Array.from({ length: 10 }, (_, at) => `text ${at}`);
      const statuses = await Promise.all(
        texts.map(async (plan) => (await pageOf(helen, view).send(contentOf({ plan }))).status),
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      const draft = draftOf(await noteOf(helen, visit));
      const kept = [draft.content, ...draft.others.map(({ content }) => content)];
      expect(kept.map(({ sections }) => sections.plan).toSorted()).toEqual(texts);
    });

    it('after the signature a save finds no draft, and says that the text is the only copy', async () => {
      const visit = await heldVisit(helen, ada);
      const view = await openNote(helen, visit);
      const page = pageOf(helen, view);
      await page.save(WRITTEN);
      await said(tellNote(helen, visit, 'sign', pressOf(await noteOf(helen, visit))));
      expect(await codeOf(page.send(contentOf({ plan: 'too late' })))).toBe('note.no-draft');
      expect((await noteOf(helen, visit)).signed[0]?.text).not.toContain('too late');
    });
  });

  describe('every letter', () => {
    const HARD = {
      'composed and decomposed': 'caf\u00e9 cafe\u0301 \u1e9b\u0323',
      bidi: 'left \u202eright\u202c \u2067\u05d0\u2069 \u200f',
      'four bytes and joined': '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u{20000}',
      'line ends of all kinds': 'a\nb\r\nc\rd\u2028e\u2029f\u0085g',
      'controls and markup': '\u0001\u001b[31m <b>&amp;</b> |^~\\& \u007f \ufeff',
    };
    it.each(Object.entries(HARD))(
      '%s: comes back as typed, in draft and signed text',
      async (_name, text) => {
        const visit = await heldVisit(helen, ada);
        await pageOf(helen, await openNote(helen, visit)).save(contentOf({ assessment: text }));
        const view = await noteOf(helen, visit);
        expect(draftOf(view).content.sections.assessment).toBe(text);
        const signed = await said<NoteView>(tellNote(helen, visit, 'sign', pressOf(view)));
        expect(signed.signed[0]?.text).toBe(textOf(view));
        expect(signed.signed[0]?.text).toContain(`ASSESSMENT\n${text}\n\nRef `);
      },
    );

    it('half a character and NUL are refused, and told by name', async () => {
      const page = pageOf(helen, await openNote(helen, await freshVisit()));
      for (const text of ['half \ud83d', '\udc00', 'a\0b'])
        expect(await codeOf(page.send(contentOf({ plan: text })))).toBe('note.text');
      await page.save(contentOf({ plan: 'whole \u{1f600}' }));
    });

    it('200 kB are taken whole, whatever JSON makes of them; one byte more is not', async () => {
      const visit = await heldVisit(helen, ada);
      const page = pageOf(helen, await openNote(helen, visit));
      const half = NOTE_LIMIT_BYTES / 2;
      for (const letter of ['\n', '\u0001']) {
        await page.save(contentOf({ history: letter.repeat(half), assessment: `${'y'.repeat(half)}` }));
        const sections = draftOf(await noteOf(helen, visit)).content.sections;
        expect(sections.history === letter.repeat(half)).toBe(true);
      }
      const euros = '\u20ac'.repeat(Math.floor(NOTE_LIMIT_BYTES / 3));
      await page.save(contentOf({ assessment: euros }));
      const view = await noteOf(helen, visit);
      const signed = await said<NoteView>(tellNote(helen, visit, 'sign', pressOf(view)));
      expect(signed.signed[0]?.text === textOf(view)).toBe(true);
      const next = pageOf(helen, await openNote(helen, await freshVisit()));
      expect(await codeOf(next.send(contentOf({ plan: `${euros}abc` })))).toBe('note.too-long');
    });
  });

  describe('keys to what a browser keeps', () => {
    const keyOf = (caller: Caller, visit: string, draftId: string) =>
      said<DraftKey>(tellNote(caller, visit, 'draft-key', { draftId }));

    it('the same to the same person, by a new launch too; another to a colleague of the visit', async () => {
      const visit = await heldVisit(helen, ada, { end: false });
      const { draftId } = draftOf(await openNote(helen, visit));
      const key = await keyOf(helen, visit, draftId);
      expect(Buffer.from(key.key, 'base64url')).toHaveLength(32);
      expect(await keyOf(helen, visit, draftId)).toEqual(key);
      expect(await keyOf(await inChart(stack), visit, draftId)).toEqual(key);
      const amara = await inChart(stack, 'amara-diallo');
      await said(tell(amara, visit, 'join', { device: newDevice() }));
      const amaras = await keyOf(amara, visit, draftId);
      expect([amaras.key === key.key, amaras.keyId === key.keyId]).toEqual([false, false]);
    });

    it('gone at log-out, and with the draft', async () => {
      const visit = await heldVisit(helen, ada);
      const { draftId } = draftOf(await openNote(helen, visit));
      const first = await keyOf(helen, visit, draftId);
      const leaving = await inChart(stack);
      await keyOf(leaving, visit, draftId);
      await said(leaving.api.post('logout', {}));
      expect((await keyOf(helen, visit, draftId)).keyId).not.toBe(first.keyId);
      await pageOf(helen, await openNote(helen, visit)).save(WRITTEN);
      await said(tellNote(helen, visit, 'sign', pressOf(await noteOf(helen, visit))));
      const { rows } = await stack.context.database.db.execute(
        `SELECT id FROM note_keys WHERE draft_id = '${draftId}'`,
      );
      expect(rows).toEqual([]);
      expect(await codeOf(tellNote(helen, visit, 'draft-key', { draftId }))).toBe('note.no-draft');
    });
  });

  describe('facts of the chart', () => {
    it('are read and worded by the server, and stand in the text with their source', async () => {
      const visit = await heldVisit(helen, ada);
      const page = pageOf(helen, await openNote(helen, visit));
      const chart = await helen.api.get('chart?list=problems');
      const line = JSON.parse(((await chart.text()).split('\n')[0] ?? '') || '{}');
      const [problem] = line.rows as { id: string; text: string }[];
      if (!problem) throw new Error('the sandbox has no problem of ada-martin');
      const fact = await said<PulledFact>(
        tellNote(helen, visit, 'facts', { list: 'problems', entryId: problem.id }),
      );
      expect(fact.text).toContain(problem.text);
      expect(fact.source).toMatch(new RegExp(`^from the chart: Condition/${problem.id}, read .* UTC$`));
      await page.save(
        contentOf({ assessment: 'As before.' }, { facts: [{ factId: fact.factId, section: 'assessment' }] }),
      );
      const view = await noteOf(helen, visit);
      const signed = await said<NoteView>(tellNote(helen, visit, 'sign', pressOf(view)));
      expect(signed.signed[0]?.text).toContain(
        `ASSESSMENT\nAs before.\nFrom the chart:\n- ${fact.text} (${fact.source})\n\n`,
      );
    });

    it('what is not in the chart is not quoted, and a fact of another visit holds the signature', async () => {
      const none = { list: 'problems', entryId: 'no-such-entry' };
      expect(await codeOf(tellNote(helen, visitId, 'facts', none))).toBe('note.no-such-entry');
      const visit = await heldVisit(helen, ada);
      const page = pageOf(helen, await openNote(helen, visit));
      await page.save(contentOf({ assessment: 'a' }, { facts: [{ factId: newName(), section: 'plan' }] }));
      expect(draftOf(await noteOf(helen, visit)).holds.map(({ code }) => code)).toEqual(['unknown-fact']);
    });
  });

  it('time in the room is measured from the visit’s own journal', async () => {
    const { visitId: visit } = await ownVisit(helen);
    const { time } = await openNote(helen, visit);
    expect(time).toEqual({ minutes: null, stays: [] });
    const held = await noteOf(helen, visitId);
    expect(held.time.stays).toHaveLength(1);
    expect(held.time.minutes).toBe(0);
  });

  it('a visit that nobody came to can be written of; one that has not begun cannot be signed', async () => {
    const visit = await freshVisit();
    await pageOf(helen, await openNote(helen, visit)).save(
      contentOf({ assessment: 'Did not come; called twice.' }),
    );
    expect(draftOf(await noteOf(helen, visit)).holds.map(({ code }) => code)).toEqual(['visit-not-begun']);
    await said(tell(helen, visit, 'invite'));
    await said(tell(helen, visit, 'no-show'));
    const view = await noteOf(helen, visit);
    expect(draftOf(view).records.lines).toContain('Visit: did not take place: the patient did not come');
    expect(await codeOf(tellNote(helen, visit, 'sign', pressOf(view)))).toBe('ok');
  });

  // Last: the clock goes on by a day, and every session ends.
  it('a day later the key is another one', async () => {
    const visit = await freshVisit();
    const { draftId } = draftOf(await openNote(helen, visit));
    const ask = async (caller: Caller) => said<DraftKey>(tellNote(caller, visit, 'draft-key', { draftId }));
    const first = await ask(helen);
    stack.skipTime(24 * 3600_000);
    expect((await helen.api.get(`visits/${visit}/note`)).status).toBe(401);
    const next = await ask(await inChart(stack));
    expect([next.keyId === first.keyId, next.key === first.key]).toEqual([false, false]);
  });
});

// Signing, over HTTP and on both databases: once, whatever is pressed and by how many; never changed afterwards, not
// even by whoever holds the database; corrected by texts of their own.
import { beforeAll, describe, expect, it } from 'vitest';
import type { NoteView, SignRefusal, SummaryView } from '#domain/documentation';
import { onBothStacks } from '../fixtures/both-stacks.ts';
import {
  clinicAndPatient,
  contentOf,
  digestOf,
  draftOf,
  heldVisit,
  newName,
  noteOf,
  openNote,
  pageOf,
  pressOf,
  signedNote,
  tellNote,
  textOf,
  WRITTEN,
} from '../fixtures/note-people.ts';
import type { Stack } from '../fixtures/stack.ts';
import { type Caller, codeOf, inChart, ownVisit, said, visitOf } from '../fixtures/visit-people.ts';

onBothStacks((started) => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  beforeAll(async () => {
    stack = started();
    ({ helen, ada } = await clinicAndPatient(stack));
  });

  const rows = async (query: string) => (await stack.context.database.db.execute(query)).rows;
  const firstSigned = (view: NoteView) => {
    const [signed] = view.signed;
    if (!signed) throw new Error('nothing was signed');
    return signed;
  };
  const written = async (visitId: string, content = WRITTEN) => {
    await pageOf(helen, await openNote(helen, visitId)).save(content);
    return noteOf(helen, visitId);
  };
  const sign = (visitId: string, press: object) => tellNote(helen, visitId, 'sign', press);

  it('shows whoever signs what the gate said and by which rows; it is no part of the text', async () => {
    const visitId = await heldVisit(helen, ada);
    const { gate } = await written(visitId);
    expect(gate.map(({ event }) => event)).toEqual(['opened', 'ended']);
    expect(gate[0]?.parts.map(({ part, verdict, overriddenBy }) => [part, verdict, overriddenBy])).toEqual(
      ['licensure', 'consent', 'identity', 'location', 'call-back'].map((part) => [part, 'allow', null]),
    );
    const rules = gate[0]?.parts.flatMap((part) => part.rules) ?? [];
    expect(gate[0]?.parts[0]?.rules).not.toEqual([]);
    const text = textOf(await noteOf(helen, visitId));
    expect(rules.filter((rule) => text.includes(rule))).toEqual([]);
    const { visitId: unheld } = await ownVisit(helen);
    expect((await noteOf(helen, unheld)).gate).toEqual([]);
  });

  it('freezes what was seen: text, digest, who, when, under which launch, and tells it once', async () => {
    const visitId = await heldVisit(helen, ada);
    const view = await signedNote(helen, visitId);
    expect(view.draft).toBeNull();
    const signed = firstSigned(view);
    expect(signed.digest).toBe(digestOf(signed.text));
    expect(signed.text).toContain('\n\nASSESSMENT\nViral bronchitis, mild.\n\n');
    expect(signed.text.split('\n').at(-1)).toBe(`Ref ${signed.reference}`);
    const { documentation } = stack.context;
    const found = await documentation.findSignedNote('sandbox', signed.signedNoteId);
    expect(found).toMatchObject({
      ...{ visitId, kind: 'note', of: null, typeCode: '11506-3', text: signed.text, digest: signed.digest },
      ...{ launchId: helen.launchId, patient: 'Patient/ada-martin' },
      author: {
        name: 'Dr. Helen R. Brooks, MD',
        iss: `${stack.sandboxUrl}/fhir`,
        sub: expect.stringMatching(/./),
        reference: expect.stringMatching(/^Practitioner\//),
      },
    });
    expect(await documentation.findSignedNote('sandbox-epic', signed.signedNoteId)).toBeNull();
    expect(await documentation.listNoteMarks('sandbox', visitId)).toMatchObject([{ kind: 'note', of: null }]);
    expect(await documentation.listNoteMarks('sandbox-epic', visitId)).toEqual([]);
    expect(await rows(`SELECT kind FROM outbox WHERE about = '${signed.signedNoteId}'`)).toEqual([
      { kind: 'note.signed' },
    ]);
    expect((await visitOf(helen, visitId)).state).toBe('documented');
  });

  it('the lines that nobody writes come from the visit’s records', async () => {
    const visitId = await heldVisit(helen, ada);
    const { lines } = draftOf(await openNote(helen, visitId)).records;
    const line = (name: string) => lines.find((one) => one.startsWith(`${name}: `)) ?? '';
    expect(line('Patient')).toMatch(/^Patient: Ada .*Martin, born \d\d-[A-Z][a-z]{2}-\d{4}$/);
    expect(line('Identity')).toMatch(/confirmed by Dr\. Helen R\. Brooks, MD at .* by name, date of birth$/);
    expect(line('Patient location')).toMatch(/home, 12 Elm Street, Amesbury, MA, US \(the patient says, /);
    expect(line('Modality')).toMatch(/^Modality: (video with audio \d\d:\d\d–\d\d:\d\d UTC|not recorded)$/);
    expect(line('Participants')).toMatch(
      /Ada .*\(patient\) \d\d:\d\d.*; Dr\. Helen.*\(responsible clinician\)/,
    );
    expect(line('Consent to telehealth')).toMatch(
      /for video given by the patient \(.*Martin\) .*, text version [^,]+, language en$/,
    );
  });

  it('ten at once, of one press and of ten, sign one note and tell it once', async () => {
    const visitId = await heldVisit(helen, ada);
    const press = pressOf(await written(visitId));
    const presses = Array.from({ length: 10 }, (_, at) =>
      sign(visitId, at % 2 === 0 ? press : { ...press, requestKey: newName() }),
    );
    const codes = await Promise.all(presses.map(codeOf));
    const [winner] = codes.filter((code) => code === 'ok');
    expect(winner).toBe('ok');
    expect(new Set(codes.filter((code) => code !== 'ok'))).toEqual(new Set(['note.no-draft']));
    const { signed } = await noteOf(helen, visitId);
    expect(signed).toHaveLength(1);
    const told = await rows(
      `SELECT o.id FROM outbox o JOIN signed_notes s ON s.id = o.about WHERE s.visit_id = '${visitId}'`,
    );
    expect(told).toHaveLength(1);
  });

  it('a double click is one signature, and its second answer is the first one’s', async () => {
    const visitId = await heldVisit(helen, ada);
    const press = pressOf(await written(visitId));
    const [first, second] = await Promise.all([sign(visitId, press), sign(visitId, press)]);
    const views = await Promise.all([
      said<NoteView>(Promise.resolve(first)),
      said<NoteView>(Promise.resolve(second)),
    ]);
    expect(views.map((view) => firstSigned(view).signedNoteId)).toEqual([
      firstSigned(views[0] as NoteView).signedNoteId,
      firstSigned(views[0] as NoteView).signedNoteId,
    ]);
    // The answer was lost, the page asks again much later.
    expect(await codeOf(sign(visitId, press))).toBe('ok');
    expect((await noteOf(helen, visitId)).signed).toHaveLength(1);
  });

  it('signs nothing that was not on the screen: another text, another revision, another record', async () => {
    const visitId = await heldVisit(helen, ada);
    const view = await written(visitId);
    const press = pressOf(view);
    const changed = async (body: object) => (await (await sign(visitId, body)).json()) as SignRefusal;
    expect((await changed({ ...press, digest: digestOf('something else') })).code).toBe('note.changed');
    expect((await changed({ ...press, revision: press.revision - 1 })).code).toBe('note.changed');
    const page = pageOf(helen, view);
    await page.save(contentOf({ assessment: 'Changed in the other tab.' }));
    const refused = await changed(press);
    expect([refused.code, textOf(refused.view).includes('Changed in the other tab.')]).toEqual([
      'note.changed',
      true,
    ]);
    expect(refused.view.signed).toEqual([]);
    expect(await codeOf(sign(visitId, pressOf(refused.view)))).toBe('ok');
  });

  it('says by what a signature is held, and holds it', async () => {
    const visitId = await heldVisit(helen, ada, { end: false });
    const view = await written(visitId, contentOf({ plan: 'Rest.' }));
    const codes = (told: { code: string; data: object }[]) => told.map(({ code }) => code);
    expect(codes(draftOf(view).holds)).toEqual(['visit-running', 'section-empty']);
    const refused = (await (await sign(visitId, pressOf(view))).json()) as SignRefusal;
    expect([refused.code, codes(refused.reasons)]).toEqual(['note.held', ['visit-running', 'section-empty']]);
    await said(helen.api.post(`visits/${visitId}/end`, {}));
    await pageOf(helen, view).save(WRITTEN);
    expect(draftOf(await noteOf(helen, visitId)).holds).toEqual([]);
  });

  it('what was signed cannot be changed, deleted or emptied in the database', async () => {
    const visitId = await heldVisit(helen, ada);
    const { signedNoteId } = firstSigned(await signedNote(helen, visitId));
    const before = await rows(`SELECT * FROM signed_notes WHERE id = '${signedNoteId}'`);
    for (const attempt of [
      `UPDATE signed_notes SET content = 's1.x.y.z' WHERE id = '${signedNoteId}'`,
      `UPDATE signed_notes SET signed_at = now() WHERE id = '${signedNoteId}'`,
      `UPDATE signed_notes SET kind = 'addendum', of_signed = id WHERE id = '${signedNoteId}'`,
      `DELETE FROM signed_notes WHERE id = '${signedNoteId}'`,
      'TRUNCATE signed_notes CASCADE',
    ])
      await expect(rows(attempt), attempt).rejects.toThrow();
    expect(await rows(`SELECT * FROM signed_notes WHERE id = '${signedNoteId}'`)).toEqual(before);
  });

  it('the text lies nowhere readable in the database', async () => {
    const visitId = await heldVisit(helen, ada);
    const canary = `canary-${newName()}`;
    await signedOf(visitId, contentOf({ assessment: canary }));
    for (const table of ['notes', 'note_drafts', 'signed_notes', 'outbox', 'audit_events'])
      expect(JSON.stringify(await rows(`SELECT * FROM ${table}`)), table).not.toContain(canary);
    expect(stack.lines.join('\n')).not.toContain(canary);
  });

  const signedOf = async (visitId: string, content = WRITTEN) =>
    said<NoteView>(sign(visitId, pressOf(await written(visitId, content))));

  describe('corrections', () => {
    it('an addendum is signed beside; the first text stays', async () => {
      const visitId = await heldVisit(helen, ada);
      const first = firstSigned(await signedOf(visitId));
      const of = { signedNoteId: first.signedNoteId };
      const begun = await said<NoteView>(tellNote(helen, visitId, 'addendum', of));
      expect(draftOf(begun)).toMatchObject({ kind: 'addendum', of: first.signedNoteId, revision: 0 });
      // Pressed twice it is one draft.
      const again = await said<NoteView>(tellNote(helen, visitId, 'addendum', of));
      expect(draftOf(again).draftId).toBe(draftOf(begun).draftId);
      expect(await codeOf(tellNote(helen, visitId, 'replace', of))).toBe('note.other-draft');
      expect(draftOf(begun).holds.map(({ code, data }) => [code, data])).toEqual([
        ['section-empty', { section: 'addendum' }],
      ]);
      await pageOf(helen, begun).save(contentOf({ addendum: 'Culture came back negative.' }));
      const view = await said<NoteView>(sign(visitId, pressOf(await noteOf(helen, visitId))));
      expect(view.signed.map(({ kind, standing }) => [kind, standing])).toEqual([
        ['note', 'current'],
        ['addendum', 'current'],
      ]);
      expect(view.signed[0]).toEqual(first);
      expect(view.signed[1]?.text).toContain(`Adds to: note signed `);
      expect(view.signed[1]?.text).toContain(`Ref ${first.reference}\n`);
    });

    it('a replacing note begins with the old words, stands in its place, and the old text is kept', async () => {
      const visitId = await heldVisit(helen, ada);
      const first = firstSigned(await signedOf(visitId));
      const begun = await said<NoteView>(
        tellNote(helen, visitId, 'replace', { signedNoteId: first.signedNoteId }),
      );
      expect(draftOf(begun).content).toEqual(WRITTEN);
      await pageOf(helen, begun).save(contentOf({ assessment: 'Acute bronchitis, left side.' }));
      const view = await said<NoteView>(sign(visitId, pressOf(await noteOf(helen, visitId))));
      expect(view.signed.map(({ kind, standing, of }) => [kind, standing, of])).toEqual([
        ['note', 'replaced', null],
        ['replacement', 'current', first.signedNoteId],
      ]);
      expect(view.signed[0]?.text).toBe(first.text);
      const onOld = { signedNoteId: first.signedNoteId };
      expect(await codeOf(tellNote(helen, visitId, 'addendum', onOld))).toBe('note.outdated');
      expect(await codeOf(tellNote(helen, visitId, 'replace', onOld))).toBe('note.outdated');
    });

    it('a draft of a correction can be given up; the first note’s cannot', async () => {
      const visitId = await heldVisit(helen, ada);
      const opened = draftOf(await openNote(helen, visitId));
      const first = { draftId: opened.draftId };
      expect(await codeOf(tellNote(helen, visitId, 'discard', first))).toBe('note.first');
      const { signedNoteId } = firstSigned(await signedOf(visitId));
      const begun = await said<NoteView>(tellNote(helen, visitId, 'addendum', { signedNoteId }));
      const { draftId } = draftOf(begun);
      expect((await said<NoteView>(tellNote(helen, visitId, 'discard', { draftId }))).draft).toBeNull();
      expect(await codeOf(tellNote(helen, visitId, 'discard', { draftId }))).toBe('note.no-draft');
    });

    it('entered in error is signed with its reason, once; what was released from it is taken back', async () => {
      const visitId = await heldVisit(helen, ada);
      const first = firstSigned(await signedOf(visitId));
      const { signedNoteId } = first;
      const drawn = await said<SummaryView>(
        helen.api.post(`visits/${visitId}/summary/draw`, { signedNoteId, sections: ['plan'] }),
      );
      const release = { revision: drawn.draft?.revision, requestKey: newName() };
      await said(helen.api.post(`visits/${visitId}/summary/release`, release));
      const body = { signedNoteId, reason: 'Written for another visit.', requestKey: newName() };
      const both = await Promise.all([
        codeOf(tellNote(helen, visitId, 'withdraw', body)),
        codeOf(tellNote(helen, visitId, 'withdraw', { ...body, requestKey: newName() })),
      ]);
      expect(both.toSorted()).toEqual(['note.outdated', 'ok']);
      expect(await codeOf(tellNote(helen, visitId, 'withdraw', body))).toMatch(/^(ok|note\.outdated)$/);
      const view = await noteOf(helen, visitId);
      expect(view.signed.map(({ kind, standing }) => [kind, standing])).toEqual([
        ['note', 'withdrawn'],
        ['entered-in-error', 'current'],
      ]);
      expect(view.signed[0]?.text).toBe(first.text);
      expect(view.signed[1]?.text).toMatch(/\n\nREASON\nWritten for another visit\.\n\nRef WS-[0-9A-Z]{12}$/);
      const summary = await said<SummaryView>(helen.api.get(`visits/${visitId}/summary`));
      expect(summary.releases.map(({ takenBackAt }) => takenBackAt !== null)).toEqual([true]);
      // A note can be written anew.
      expect(view.may).toContain('write');
      expect(draftOf(await openNote(helen, visitId)).kind).toBe('note');
    });
  });

  it('whoever comes back by a new launch finds the draft, and signs under that launch', async () => {
    const visitId = await heldVisit(helen, ada);
    const opened = await openNote(helen, visitId);
    await pageOf(helen, opened).save(WRITTEN);
    const later = await inChart(stack);
    const view = await noteOf(later, visitId);
    expect(draftOf(view).content).toEqual(WRITTEN);
    const signed = firstSigned(await said<NoteView>(tellNote(later, visitId, 'sign', pressOf(view))));
    const found = await stack.context.documentation.findSignedNote('sandbox', signed.signedNoteId);
    expect(found?.launchId).toBe(later.launchId);
  });
});

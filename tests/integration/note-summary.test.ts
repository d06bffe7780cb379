// The patient's summary: drawn from what was signed, edited and released by a person, read by the patient after that
// and not before, taken back by a person or with the note it came from.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { NoteView, PatientSummaryView, SummaryView } from '#domain/documentation';
import { onBothStacks } from '../fixtures/both-stacks.ts';
import {
  clinicAndPatient,
  contentOf,
  heldVisit,
  newName,
  noteOf,
  pageOf,
  pressOf,
  signedNote,
  tellNote,
} from '../fixtures/note-people.ts';
import { readPaper } from '../fixtures/read-paper.ts';
import type { Stack } from '../fixtures/stack.ts';
import {
  atPatientDoor,
  type Caller,
  codeOf,
  inChart,
  newDevice,
  said,
  tell,
} from '../fixtures/visit-people.ts';

onBothStacks((started) => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  let visitId: string;
  let signedNoteId: string;
  beforeAll(async () => {
    stack = started();
    ({ helen, ada } = await clinicAndPatient(stack));
  });
  beforeEach(async () => {
    visitId = await heldVisit(helen, ada);
    signedNoteId = (await signedNote(helen, visitId)).signed[0]?.signedNoteId ?? '';
  });

  const ask = (what: string, body: object) => helen.api.post(`visits/${visitId}/summary/${what}`, body);
  const draw = (sections: string[]) => said<SummaryView>(ask('draw', { signedNoteId, sections }));
  const own = () => said<PatientSummaryView>(ada.api.get(`my-visits/${visitId}/summary`));
  const releaseOf = (view: SummaryView) => ({ revision: view.draft?.revision, requestKey: newName() });

  it('drawn, edited, released: the patient reads the released text and nothing before', async () => {
    const drawn = await draw(['plan', 'reason']);
    expect(drawn.draft).toMatchObject({
      text: 'Reason for visit\nCough for three days.\n\nPlan\nFluids; call if worse.',
      ...{ signedNoteId, isOutdated: false },
    });
    expect((await own()).summary).toBeNull();
    const text = 'You have a cough.\nDrink a lot. Call us if it gets worse. \u{1f44d}';
    const saved = await said<SummaryView>(ask('save', { baseRevision: drawn.draft?.revision, text }));
    expect((await own()).summary).toBeNull();
    const released = await said<SummaryView>(ask('release', releaseOf(saved)));
    expect([released.draft, released.releases.map((one) => one.text)]).toEqual([null, [text]]);
    expect(await own()).toMatchObject({
      ...{ visitId, clinician: 'Dr. Helen R. Brooks, MD' },
      summary: { text, by: 'Dr. Helen R. Brooks, MD' },
    });
    expect(JSON.stringify(await own())).not.toContain('Viral bronchitis');
  });

  it('ten presses of one button release once; a later one takes its place', async () => {
    const release = releaseOf(await draw(['plan']));
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(ask('release', release))));
    expect(new Set(codes)).toEqual(new Set(['ok']));
    const again = await draw(['assessment']);
    expect(again.releases).toHaveLength(1);
    await said(ask('release', releaseOf(again)));
    expect((await own()).summary?.text).toBe('Assessment\nViral bronchitis, mild.');
  });

  it('two windows: the second is told, nothing is overwritten', async () => {
    const drawn = await draw(['plan']);
    const baseRevision = drawn.draft?.revision;
    await said(ask('save', { baseRevision, text: 'one' }));
    expect(await codeOf(ask('save', { baseRevision, text: 'two' }))).toBe('summary.conflict');
    expect(await codeOf(ask('release', releaseOf(drawn)))).toBe('summary.conflict');
    const now = await said<SummaryView>(helen.api.get(`visits/${visitId}/summary`));
    expect([now.draft?.text, now.releases]).toEqual(['one', []]);
  });

  it('an empty one, one of half characters and one of nothing signed are refused', async () => {
    const drawn = await draw(['history']);
    expect(drawn.draft?.text).toBe('');
    expect(await codeOf(ask('release', releaseOf(drawn)))).toBe('summary.empty');
    const half = { baseRevision: drawn.draft?.revision, text: '\ud800' };
    expect(await codeOf(ask('save', half))).toBe('note.text');
    expect(await codeOf(ask('draw', { signedNoteId: newName(), sections: ['plan'] }))).toBe('note.unknown');
  });

  it('a note that is replaced takes its summary back, and a draft of it is not released any more', async () => {
    await said(ask('release', releaseOf(await draw(['plan']))));
    const stale = await draw(['plan']);
    const begun = await said<NoteView>(tellNote(helen, visitId, 'replace', { signedNoteId }));
    await pageOf(helen, begun).save(contentOf({ assessment: 'Other.', plan: 'Other.' }));
    await said(tellNote(helen, visitId, 'sign', pressOf(await noteOf(helen, visitId))));
    expect((await own()).summary).toBeNull();
    expect(await codeOf(ask('release', releaseOf(stale)))).toBe('note.outdated');
    const now = await said<SummaryView>(helen.api.get(`visits/${visitId}/summary`));
    expect(now.draft?.isOutdated).toBe(true);
  });

  it('is taken back by a person, and what was released stays on record as it was', async () => {
    const released = await said<SummaryView>(ask('release', releaseOf(await draw(['plan']))));
    const releaseId = released.releases[0]?.releaseId;
    const after = await said<SummaryView>(ask('take-back', { releaseId }));
    expect(after.releases).toMatchObject([{ releaseId, text: 'Plan\nFluids; call if worse.' }]);
    expect((await own()).summary).toBeNull();
    const { db } = stack.context.database;
    for (const change of ['released_at = now()', 'taken_back_at = NULL', "content = 's1.x.y.z'"])
      await expect(
        db.execute(`UPDATE summary_releases SET ${change} WHERE id = '${releaseId}'`),
      ).rejects.toThrow();
    await expect(db.execute(`DELETE FROM summary_releases WHERE id = '${releaseId}'`)).rejects.toThrow();
  });

  it('a corrected summary that is taken back leaves none: the older one does not come back', async () => {
    await said(ask('release', releaseOf(await draw(['reason']))));
    const corrected = await said<SummaryView>(ask('release', releaseOf(await draw(['plan']))));
    const [older, younger] = corrected.releases;
    expect((await own()).summary?.text).toBe(younger?.text);
    // The older one was out of sight already: taking it back changes nothing for the patient.
    await said(ask('take-back', { releaseId: older?.releaseId }));
    expect(await own()).toMatchObject({ summary: { text: younger?.text }, takenBackAt: null });
    visitId = await heldVisit(helen, ada);
    signedNoteId = (await signedNote(helen, visitId)).signed[0]?.signedNoteId ?? '';
    await said(ask('release', releaseOf(await draw(['reason']))));
    const again = await said<SummaryView>(ask('release', releaseOf(await draw(['plan']))));
    await said(ask('take-back', { releaseId: again.releases[1]?.releaseId }));
    expect(await own()).toMatchObject({ summary: null, takenBackAt: expect.stringMatching(/Z$/) });
    await said(ask('release', releaseOf(await draw(['plan']))));
    expect(await own()).toMatchObject({ summary: { text: younger?.text }, takenBackAt: null });
  });

  it('is a PDF as well: the same words, made when asked for, named by nothing of theirs', async () => {
    const pdf = (caller: Caller, language = 'es') =>
      caller.api.get(`my-visits/${visitId}/summary.pdf?language=${language}`);
    expect(await codeOf(pdf(ada))).toBe('summary.none');
    const drawn = await draw(['plan']);
    const text = 'Tome el jarabe — ½ cucharada (2,5 ml).\n王 llamará. Łukasz también.';
    const saved = await said<SummaryView>(ask('save', { baseRevision: drawn.draft?.revision, text }));
    const released = await said<SummaryView>(ask('release', releaseOf(saved)));
    const got = await pdf(ada);
    const told = ['content-type', 'content-disposition', 'cache-control', 'x-content-type-options'];
    expect(told.map((name) => got.headers.get(name))).toEqual([
      'application/pdf',
      'attachment; filename="visit-summary.pdf"',
      'no-store',
      'nosniff',
    ]);
    const { words } = await readPaper(new Uint8Array(await got.arrayBuffer()));
    expect(words).toContain('Resumen de su visita Ada');
    expect(words).toMatch(/Lo escribió para usted Dr\. Helen R\. Brooks, MD, \d\d-[a-z]{3}-\d{4}/);
    expect(words.endsWith(text.replaceAll('\n', ' '))).toBe(true);
    // The patient's alone, like the page; and nobody's once it is taken back.
    const benjamin = await atPatientDoor(stack, 'benjamin-okafor');
    expect(await codeOf(pdf(benjamin))).toBe('visit.unknown');
    expect(await codeOf(pdf(helen))).toBe('role.not-allowed');
    await said(ask('take-back', { releaseId: released.releases[0]?.releaseId }));
    expect(await codeOf(pdf(ada))).toBe('summary.none');
  });

  it('is that patient’s alone; a nurse of the visit may read it and not release it', async () => {
    visitId = await heldVisit(helen, ada, { end: false });
    const rosa = await inChart(stack, 'rosa-delgado');
    await said(tell(rosa, visitId, 'join', { device: newDevice() }));
    await said(tell(helen, visitId, 'end'));
    signedNoteId = (await signedNote(helen, visitId)).signed[0]?.signedNoteId ?? '';
    const drawn = await draw(['plan']);
    const benjamin = await atPatientDoor(stack, 'benjamin-okafor');
    expect(await codeOf(benjamin.api.get(`my-visits/${visitId}/summary`))).toBe('visit.unknown');
    const seen = await said<SummaryView>(rosa.api.get(`visits/${visitId}/summary`));
    expect(seen.draft?.text).toBe(drawn.draft?.text);
    const release = rosa.api.post(`visits/${visitId}/summary/release`, releaseOf(drawn));
    expect(await codeOf(release)).toBe('role.not-allowed');
    const amara = await inChart(stack, 'amara-diallo');
    const others = amara.api.post(`visits/${visitId}/summary/release`, releaseOf(drawn));
    expect(await codeOf(others)).toBe('note.not-yours');
  });
});

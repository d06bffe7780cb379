// Whose a note is, over HTTP and on both databases: another launch, patient, tenant or role sees and changes nothing; who
// comes back finds what was theirs.
import { beforeAll, describe, expect, it } from 'vitest';
import type { NoteView } from '#domain/documentation';
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
  signedNote,
  tellNote,
  WRITTEN,
} from '../fixtures/note-people.ts';
import type { Stack } from '../fixtures/stack.ts';
import {
  atStaffDoor,
  type Caller,
  codeOf,
  inChart,
  newDevice,
  ownVisit,
  said,
  tell,
} from '../fixtures/visit-people.ts';
import { apiOf } from '../fixtures/visitor.ts';

onBothStacks((started) => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  let visitId: string;
  beforeAll(async () => {
    stack = started();
    ({ helen, ada } = await clinicAndPatient(stack));
    visitId = await heldVisit(helen, ada);
  });
  const freshVisit = async () => (await ownVisit(helen)).visitId;

  describe('whose it is', () => {
    it('a new launch of the same patient finds the draft', async () => {
      const visit = await freshVisit();
      await pageOf(helen, await openNote(helen, visit)).save(contentOf({ plan: 'kept' }));
      await said(helen.api.post('logout', {}));
      expect((await helen.api.get(`visits/${visit}/note`)).status).toBe(401);
      helen = await inChart(stack);
      expect(draftOf(await noteOf(helen, visit)).content.sections.plan).toBe('kept');
    });

    it('another patient’s launch, another tenant’s, and a visit that is none hear the same', async () => {
      const benjamin = await inChart(stack, 'helen-brooks', 'benjamin-okafor');
      const epic = await inChart(stack, 'helen-brooks', 'ada-martin', 'epic');
      const { draftId } = draftOf(await openNote(helen, visitId));
      for (const stranger of [benjamin, epic]) {
        const asks = [
          stranger.api.get(`visits/${visitId}/note`),
          stranger.api.post(`visits/${visitId}/note`, {}),
          tellNote(stranger, visitId, 'save', {
            ...{ draftId, baseRevision: 0, content: WRITTEN, page: newName(), settles: [] },
          }),
          tellNote(stranger, visitId, 'draft-key', { draftId }),
          tellNote(stranger, visitId, 'sign', {
            ...{ draftId, revision: 0, digest: '0'.repeat(64), requestKey: newName() },
          }),
          stranger.api.get(`visits/${visitId}/summary`),
        ];
        expect(new Set(await Promise.all(asks.map(codeOf)))).toEqual(new Set(['visit.unknown']));
      }
      expect(await codeOf(helen.api.get(`visits/${newName()}/note`))).toBe('visit.unknown');
    });

    it('who supervises, bills or has no role sees no word; a patient sees nothing but what was released', async () => {
      const refused = ['irene-vasquez', 'peter-lund', 'kai-jensen', 'omar-haddad', 'nina-petrova'];
      for (const person of refused) {
        const one = await inChart(stack, person);
        for (const ask of [
          one.api.get(`visits/${visitId}/note`),
          one.api.get(`visits/${visitId}/summary`),
          one.api.post(`visits/${visitId}/note`, {}),
        ])
          expect(await codeOf(ask), person).toBe('role.not-allowed');
      }
      expect(await codeOf(ada.api.get(`visits/${visitId}/note`))).toBe('role.not-allowed');
      expect(await codeOf(ada.api.get(`visits/${visitId}/summary`))).toBe('role.not-allowed');
    });

    it('a nurse who took part in the visit reads its note and writes nothing', async () => {
      const visit = await heldVisit(helen, ada, { end: false });
      const rosa = await inChart(stack, 'rosa-delgado');
      await said(tell(rosa, visit, 'join', { device: newDevice() }));
      await said(tell(helen, visit, 'end'));
      await pageOf(helen, await openNote(helen, visit)).save(WRITTEN);
      const seen = await noteOf(rosa, visit);
      expect([seen.may, draftOf(seen).content.sections.plan]).toEqual([[], WRITTEN.sections.plan]);
      const { draftId, revision } = draftOf(seen);
      for (const [what, body] of [
        ['save', { draftId, baseRevision: revision, content: WRITTEN, page: newName(), settles: [] }],
        ['template', { draftId, template: 'primary-care' }],
        ['facts', { list: 'problems', entryId: 'x' }],
        ['draft-key', { draftId }],
        ['sign', pressOf(seen)],
      ] as const)
        expect(await codeOf(tellNote(rosa, visit, what, body)), what).toBe('role.not-allowed');
      expect(await codeOf(rosa.api.post(`visits/${visit}/note`, {}))).toBe('role.not-allowed');
      expect(draftOf(await noteOf(helen, visit))).toMatchObject({ revision, others: [] });
    });

    it('a nurse who took no part sees no word of it, though the chart is this patient’s', async () => {
      const visit = await heldVisit(helen, ada, { end: false });
      const rosa = await inChart(stack, 'rosa-delgado');
      await pageOf(helen, await openNote(helen, visit)).save(WRITTEN);
      // Looking at the visit, and being in its list of people without having come in, is no assignment.
      await said(rosa.api.get(`visits/${visit}`));
      for (const ask of [rosa.api.get(`visits/${visit}/note`), rosa.api.get(`visits/${visit}/summary`)])
        expect(await codeOf(ask)).toBe('note.not-yours');
    });

    it('a clinician of another visit may read on in this chart, and neither writes nor signs here', async () => {
      const visit = await heldVisit(helen, ada);
      await pageOf(helen, await openNote(helen, visit)).save(WRITTEN);
      const amara = await inChart(stack, 'amara-diallo');
      const seen = await noteOf(amara, visit);
      expect([seen.may, draftOf(seen).holds.map(({ code }) => code)]).toEqual([[], ['not-of-this-visit']]);
      const { draftId, revision } = draftOf(seen);
      for (const [what, body] of [
        ['save', { draftId, baseRevision: revision, content: WRITTEN, page: newName(), settles: [] }],
        ['template', { draftId, template: 'primary-care' }],
        ['facts', { list: 'problems', entryId: 'x' }],
        ['draft-key', { draftId }],
        ['discard', { draftId }],
      ] as const)
        expect(await codeOf(tellNote(amara, visit, what, body)), what).toBe('note.not-yours');
      expect(await codeOf(amara.api.post(`visits/${visit}/note`, {}))).toBe('note.not-yours');
      expect(draftOf(await noteOf(helen, visit))).toMatchObject({ revision, others: [] });
      expect(await codeOf(tellNote(amara, visit, 'sign', pressOf(seen)))).toBe('note.held');
      const { signed } = await signedNoteOf(visit);
      const of = { signedNoteId: signed[0]?.signedNoteId ?? '' };
      for (const what of ['addendum', 'replace'])
        expect(await codeOf(tellNote(amara, visit, what, of))).toBe('note.not-yours');
      const withdraw = { ...of, reason: 'x', requestKey: newName() };
      expect(await codeOf(tellNote(amara, visit, 'withdraw', withdraw))).toBe('note.not-yours');
    });

    it('a colleague who came into the visit signs after its end, under their own name', async () => {
      const visit = await heldVisit(helen, ada, { end: false });
      const amara = await inChart(stack, 'amara-diallo');
      await said(tell(amara, visit, 'join', { device: newDevice() }));
      await said(tell(amara, visit, 'leave'));
      await said(tell(helen, visit, 'end'));
      await pageOf(helen, await openNote(helen, visit)).save(WRITTEN);
      const seen = await noteOf(amara, visit);
      expect([seen.may, draftOf(seen).holds]).toEqual([['write', 'sign'], []]);
      const view = await said<NoteView>(tellNote(amara, visit, 'sign', pressOf(seen)));
      const signedNoteId = view.signed[0]?.signedNoteId ?? '';
      const found = await stack.context.documentation.findSignedNote('sandbox', signedNoteId);
      expect(found?.author).toMatchObject({ reference: 'Practitioner/amara-diallo' });
    });

    const signedNoteOf = async (visit: string) =>
      said<NoteView>(tellNote(helen, visit, 'sign', pressOf(await noteOf(helen, visit))));

    it('a window opened from Today writes and signs that visit, and no other of the patient', async () => {
      const visit = await heldVisit(helen, ada);
      const other = await freshVisit();
      const staff = await atStaffDoor(stack);
      const opened = await said<{ address: string }>(staff.api.post(`today/${visit}/open`, {}));
      const launchId = opened.address.split('/')[2] ?? '';
      const caller = { visitor: staff.visitor, launchId, api: apiOf(stack, staff.visitor, launchId) };
      expect(await codeOf(caller.api.get(`visits/${other}/note`))).toBe('visit.unknown');
      const { signed } = await signedNote(caller, visit);
      const found = await stack.context.documentation.findSignedNote(
        'sandbox',
        signed[0]?.signedNoteId ?? '',
      );
      // Opened without the EHR, and still the person whom the EHR knows.
      expect(found?.author).toMatchObject({
        iss: `${stack.sandboxUrl}/fhir`,
        sub: expect.stringMatching(/./),
      });
    });
  });

  it('a session that has ended says so, and what was acknowledged is there at the next log-in', async () => {
    const visit = await freshVisit();
    const page = pageOf(helen, await openNote(helen, visit));
    await page.save(contentOf({ plan: 'acknowledged' }));
    await stack.context.smart.endLaunch(helen.launchId, 'revoked');
    const answer = await page.send(contentOf({ plan: 'acknowledged, and more' }));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'session.ended']);
    helen = await inChart(stack);
    const draft = draftOf(await noteOf(helen, visit));
    expect(draft.content.sections.plan).toBe('acknowledged');
    // The page kept the rest; it is saved by the same revision under the new launch.
    const after = pageOf(helen, await noteOf(helen, visit));
    expect((await after.save(contentOf({ plan: 'acknowledged, and more' }))).revision).toBe(
      draft.revision + 1,
    );
  });
});

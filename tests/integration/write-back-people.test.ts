// Who sees what of deliveries, who may move them, and by whose permission they go; over HTTP, on both databases.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveriesView, DeliveryLine, ExportView, Receipt } from '#domain/write-back';
import { onBothStacks } from '../fixtures/both-stacks.ts';
import {
  BY_OWN_PERMISSION,
  clinicianAt,
  layFault,
  only,
  POST_NOTE,
  patientAt,
  receiptsOf,
  rowsOf,
  staffAt,
  takeFaults,
  until,
} from '../fixtures/deliveries.ts';
import { heldVisit, signedNote } from '../fixtures/note-people.ts';
import type { Stack } from '../fixtures/stack.ts';
import { type Caller, codeOf, said } from '../fixtures/visit-people.ts';

onBothStacks((started) => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  beforeAll(async () => {
    stack = started();
    helen = await clinicianAt(stack, 'generic');
    ada = await patientAt(stack, 'generic');
  });
  afterEach(async () => {
    await takeFaults(stack);
  });

  const look =
    (visitId: string, who = helen) =>
    () =>
      receiptsOf(who, visitId);
  const whenNote = (visitId: string, state: Receipt['state'], who = helen) =>
    until(stack, look(visitId, who), (all) =>
      all.some((one) => one.kind === 'note' && one.state === state),
    ).then((all) => only(all, 'note'));
  /** A visit of today that is over, with its note signed. */
  async function signed(): Promise<string> {
    const visitId = await heldVisit(helen, ada);
    await signedNote(helen, visitId);
    return visitId;
  }

  describe('the page of deliveries', () => {
    it('shows a supervisor whose it is and how old, and nothing of what stands in it', async () => {
      const words = 'The patient said something private.';
      const issue = [{ severity: 'error', code: 'business-rule', diagnostics: words }];
      const body = JSON.stringify({ resourceType: 'OperationOutcome', issue });
      await layFault(stack, { ...POST_NOTE, status: 422, body, times: 1 });
      const visitId = await signed();
      const { deliveryId } = await whenNote(visitId, 'refused');
      const irene = await staffAt(stack, 'generic', 'irene-vasquez');
      const page = await said<DeliveriesView>(irene.api.get('deliveries'));
      expect(page.scope).toBe('tenant');
      const line = page.lines.find((one) => one.deliveryId === deliveryId);
      expect(line).toMatchObject({ patientName: expect.stringContaining('Martin'), state: 'refused' });
      expect(line?.may).toEqual(['retry', 'hand-over', 'assign']);
      expect(JSON.stringify(page)).not.toMatch(/private|bronchitis/);
      expect(page.lines.map(({ madeAt }) => madeAt)).toEqual(
        page.lines.map(({ madeAt }) => madeAt).toSorted(),
      );
      expect(only(await receiptsOf(helen, visitId), 'note').refusal?.words).toMatch(/private/);
      expect(JSON.stringify(await receiptsOf(irene, visitId))).not.toMatch(/private/);
      for (const look of ['compare', 'export'])
        expect(await codeOf(irene.api.get(`deliveries/${deliveryId}/${look}`))).toBe('role.not-allowed');

      // Somebody else sees it only when it was given to them by name.
      const marcus = await staffAt(stack, 'generic', 'marcus-reed');
      expect(await codeOf(marcus.api.get(`deliveries/${deliveryId}/export`))).toBe('delivery.unknown');
      const { clinicians } = await said<DeliveriesView>(irene.api.get('deliveries'));
      const personId = clinicians.find(({ name }) => name.includes('Reed'))?.personId;
      const assigned = await said<DeliveryLine>(
        irene.api.post(`deliveries/${deliveryId}/assign`, { personId }),
      );
      expect(assigned.assignedTo).toContain('Reed');
      await said(irene.api.post(`deliveries/${deliveryId}/hand-over`));
      const own = await said<DeliveriesView>(marcus.api.get('deliveries'));
      expect(own.lines.map((one) => one.deliveryId)).toEqual([deliveryId]);
      expect((await said<ExportView>(marcus.api.get(`deliveries/${deliveryId}/export`))).text).toContain(
        'bronchitis',
      );
      expect((await said<DeliveryLine>(marcus.api.post(`deliveries/${deliveryId}/done`))).state).toBe(
        'done-by-person',
      );
    });

    it('is not there in a chart, and another patient’s delivery is not either', async () => {
      expect(await codeOf(helen.api.get('deliveries'))).toBe('delivery.own-window');
      await layFault(stack, { ...POST_NOTE, status: 422, times: 1 });
      const visitId = await signed();
      const { deliveryId } = await whenNote(visitId, 'refused');
      const elsewhere = await clinicianAt(stack, 'generic', { patient: 'john-ellis' });
      expect(await codeOf(elsewhere.api.get(`deliveries/${deliveryId}/export`))).toBe('delivery.unknown');
      expect(await codeOf(elsewhere.api.get(`visits/${visitId}/receipts`))).toBe('visit.unknown');
      expect(await codeOf(ada.api.get(`visits/${visitId}/receipts`))).toBe('role.not-allowed');
    });
  });

  it('a clinician who has logged out is still served by the grant that was kept, and it is handed back', async () => {
    const clinician = await clinicianAt(stack, 'generic');
    const visitId = await heldVisit(clinician, ada);
    await layFault(stack, { ...POST_NOTE, status: 429, retryAfterSeconds: 1, times: 1 });
    await signedNote(clinician, visitId);
    await until(stack, look(visitId), (all) => only(all, 'note').wait === 'ehr-away');
    await said(clinician.api.post('logout'));
    const grant = async () =>
      (
        await rowsOf<{ state: string }>(
          stack,
          `SELECT state FROM grants WHERE launch_id = '${clinician.launchId}'`,
        )
      )[0]?.state;
    expect(await grant()).toBe('kept');
    await whenNote(visitId, 'confirmed');
    await stack.context.smart.sweep();
    expect(['revoking', 'gone']).toContain(await grant());
  });

  it('a grant is kept by the signature itself, and by nothing that came to nothing', async () => {
    const clinician = await clinicianAt(stack, 'generic');
    const grant = async () =>
      (
        await rowsOf<{ state: string; kept_for_delivery: boolean }>(
          stack,
          `SELECT state, kept_for_delivery FROM grants WHERE launch_id = '${clinician.launchId}'`,
        )
      )[0];
    const { database, smart, writeBack } = stack.context;
    await database
      .transaction(async (tx) => {
        await smart.deliveryTokens.keep(clinician.launchId, tx);
        throw new Error('the signature came to nothing');
      })
      .catch(() => undefined);
    expect(await grant()).toEqual({ state: 'live', kept_for_delivery: false });

    const visitId = await heldVisit(clinician, ada);
    await until(stack, look(visitId), (all) => all.every(({ state }) => state === 'confirmed'));
    await tellNotesLater();
    await signedNote(clinician, visitId);
    await said(clinician.api.post('logout'));
    // Nobody has been told of the note yet, and no delivery rests on the grant: it is kept all the same.
    await writeBack.letGrantsGo();
    expect(await grant()).toEqual({ state: 'kept', kept_for_delivery: true });
    await tellNotesNow();
    await whenNote(visitId, 'confirmed');
    await smart.sweep();
    expect((await grant())?.state).toMatch(/revoking|gone/);
  });

  it('a kept grant that nothing needs goes back by itself, on the record as a number', async () => {
    const [forgotten, needed, spent] = [
      await clinicianAt(stack, 'generic'),
      await clinicianAt(stack, 'generic'),
      await clinicianAt(stack, 'generic'),
    ];
    const stateOf = async ({ launchId }: Caller) =>
      (await rowsOf<{ state: string }>(stack, `SELECT state FROM grants WHERE launch_id = '${launchId}'`))[0]
        ?.state;
    const counted = () =>
      rowsOf<{ detail: unknown }>(stack, `SELECT * FROM audit_events WHERE event = 'grant.delete'`);
    const visitId = await heldVisit(needed, ada);
    await layFault(stack, { ...POST_NOTE, status: 429, retryAfterSeconds: 1 });
    await signedNote(needed, visitId);
    await until(stack, look(visitId, needed), (all) => all.some(({ wait }) => wait === 'ehr-away'));
    for (const { launchId } of [forgotten, spent]) await stack.context.smart.deliveryTokens.keep(launchId);
    for (const one of [forgotten, needed, spent]) await said(one.api.post('logout'));
    await rowsOf(
      stack,
      `UPDATE grants SET refresh_token = NULL, expires_at = now() - interval '1 second'
       WHERE launch_id = '${spent.launchId}'`,
    );
    // Something rests on the one that is spent as well, and nobody can act with it any more.
    await rowsOf(
      stack,
      `UPDATE deliveries SET launch_id = '${spent.launchId}' WHERE id = (SELECT id FROM deliveries
       WHERE visit_id = '${visitId}' AND kind = 'encounter')`,
    );
    const before = (await counted()).length;
    await stack.context.writeBack.letGrantsGo();
    expect(await Promise.all([forgotten, needed, spent].map(stateOf))).toEqual([
      expect.stringMatching(/revoking|gone/),
      'kept',
      expect.stringMatching(/revoking|gone/),
    ]);
    const after = await counted();
    expect(after).toHaveLength(before + 1);
    for (const { launchId } of [forgotten, needed, spent])
      expect(JSON.stringify(after.at(-1))).not.toContain(launchId);
    await stack.context.writeBack.letGrantsGo();
    expect(await counted()).toHaveLength(before + 1);
    // A person has so many sessions at once: the first of them is over by now.
    helen = await clinicianAt(stack, 'generic');
    // What waits here must not meet the next story's faults.
    await takeFaults(stack);
    await whenNote(visitId, 'confirmed');
  });

  async function tellNotesLater(): Promise<void> {
    await rowsOf(
      stack,
      `CREATE FUNCTION tell_later() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN NEW.due_at := NEW.due_at + interval '1 day'; RETURN NEW; END $$`,
    );
    await rowsOf(
      stack,
      `CREATE TRIGGER tells_later BEFORE INSERT ON outbox FOR EACH ROW
       WHEN (NEW.kind = 'note.signed') EXECUTE FUNCTION tell_later()`,
    );
  }
  async function tellNotesNow(): Promise<void> {
    await rowsOf(stack, 'DROP TRIGGER tells_later ON outbox');
    await rowsOf(stack, 'UPDATE outbox SET due_at = made_at WHERE done_at IS NULL');
  }

  it('without any permission it waits for its owner’s next launch, and says so', async () => {
    // Nothing is tried a second time before the permission is gone.
    await layFault(stack, { ...POST_NOTE, status: 429, retryAfterSeconds: 60, times: 1 });
    const person = 'julian-katz';
    const clinician = await clinicianAt(stack, 'generic', { person, patient: 'ada-martin' });
    const visitId = await heldVisit(clinician, ada);
    // What goes before the note is there while the permission still holds.
    await until(stack, look(visitId), (all) => all.every(({ state }) => state === 'confirmed'));
    await signedNote(clinician, visitId);
    await until(stack, look(visitId), (all) => all.some(({ wait }) => wait === 'ehr-away'));
    await rowsOf(stack, `UPDATE grants SET state = 'gone', access_token = NULL, refresh_token = NULL`);
    for (const launch of await rowsOf<{ id: string }>(stack, 'SELECT id FROM launches'))
      stack.context.smart.tokens.forget(launch.id);
    stack.skipTime(65_000);
    const waiting = await until(stack, look(visitId), (all) => only(all, 'note').wait === 'no-token');
    expect(only(waiting, 'note')).toMatchObject({
      state: 'planned',
      next: 'open-in-ehr',
      owner: expect.stringContaining('Katz'),
    });
    // Somebody else's launch is not theirs.
    helen = await clinicianAt(stack, 'generic');
    await stack.context.writeBack.runDue();
    expect(only(await receiptsOf(helen, visitId), 'note').state).toBe('planned');
    await clinicianAt(stack, 'generic', { person, patient: 'ada-martin' });
    await whenNote(visitId, 'confirmed');
  });
}, BY_OWN_PERMISSION);

// The charge beside what is left of it, on both databases: the note's minutes and its encounter; and the biller, who
// charges in a chart as at the staff door, and takes what was confirmed along as a claim.
import type { Claim } from '@medplum/fhirtypes';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { ChargesView, ChargeView } from '#domain/billing';
import { findConfirmedCharge } from '#server/billing';
import { onBothStacks } from '../fixtures/both-stacks.ts';
import {
  answer,
  chargeableVisit,
  chargeOf,
  confirm,
  enter,
  MEDICARE,
  type Meanwhile,
  order,
} from '../fixtures/charge-people.ts';
import { noteOf, openNote, pageOf, pressOf, tellNote, WRITTEN } from '../fixtures/note-people.ts';
import type { Stack } from '../fixtures/stack.ts';
import {
  atPatientDoor,
  atStaffDoor,
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
  let peter: Caller;
  beforeAll(async () => {
    stack = started();
    helen = await inChart(stack);
    ada = await atPatientDoor(stack);
    peter = await atStaffDoor(stack, 'peter-lund');
  });

  /** So that each story has the patient's day for itself. */
  afterEach(async () => {
    const { charges } = await said<ChargesView>(peter.api.get('charges'));
    for (const { visitId, charge } of charges.filter((one) => one.charge.state !== 'withdrawn'))
      await said(order(peter, visitId, `${charge.chargeId}/withdraw`, { reason: 'end of the story' }));
  });

  const find = (chargeId: string) =>
    findConfirmedCharge({ database: stack.context.database }, 'sandbox', chargeId);

  const heldVisit = (meanwhile?: Meanwhile) => chargeableVisit(helen, ada, meanwhile);

  it('begins with the minutes the clinician entered in the note: their own entry, and nobody else’s', async () => {
    const amara = await inChart(stack, 'amara-diallo');
    const visitId = await heldVisit((visit) => tell(amara, visit, 'join', { device: newDevice() }));
    const minutesOf = async () => {
      const { answers, fields } = await chargeOf(helen, visitId);
      return [answers.totalMinutes, fields.find(({ field }) => field === 'totalMinutes')?.from];
    };
    const write = async (caller: Caller, minutes: number | null) =>
      pageOf(caller, await openNote(caller, visitId)).save({ ...WRITTEN, minutes });
    await write(helen, null);
    expect(await minutesOf()).toEqual([undefined, 'none']);
    await write(amara, 41);
    expect(await minutesOf()).toEqual([undefined, 'none']);
    await write(helen, 26);
    expect(await minutesOf()).toEqual([26, 'note']);
    await said(tellNote(helen, visitId, 'sign', pressOf(await noteOf(helen, visitId))));
    expect(await minutesOf()).toEqual([26, 'note']);
    await answer(helen, visitId, { totalMinutes: 33 });
    expect(await minutesOf()).toEqual([33, 'person']);
  });

  it('stands under the note’s encounter, whoever confirms it; without a note under what that launch says', async () => {
    const inside = await inChart(stack, 'helen-brooks', 'ada-martin', 'generic', {
      encounter: 'ada-martin-video-visit',
    });
    const confirmedBy = async (caller: Caller, visitId: string) => {
      await answer(caller, visitId, MEDICARE);
      const { revision } = await enter(caller, visitId);
      const view = await said<ChargeView>(confirm(caller, visitId, revision));
      const confirmed = await find(view.charges.at(-1)?.chargeId ?? '');
      await said(order(caller, visitId, `${confirmed?.id}/withdraw`, { reason: 'the next one' }));
      return confirmed?.encounter;
    };
    const noted = await heldVisit();
    await said(inside.api.post(`visits/${noted}/note`, {}));
    // Neither the staff door nor this window was opened inside an encounter.
    expect(await confirmedBy(peter, noted)).toBe('Encounter/ada-martin-video-visit');
    expect(await confirmedBy(helen, noted)).toBe('Encounter/ada-martin-video-visit');
    const bare = await heldVisit();
    expect(await confirmedBy(peter, bare)).toBeNull();
    expect(await confirmedBy(inside, bare)).toBe('Encounter/ada-martin-video-visit');
  });

  it('in a chart the biller charges that patient’s visits, and sees no other patient’s', async () => {
    const visitId = await heldVisit();
    const inAdas = await inChart(stack, 'peter-lund');
    const inOthers = await inChart(stack, 'peter-lund', 'benjamin-okafor');
    const openOf = async (caller: Caller) =>
      (await said<ChargesView>(caller.api.get('charges'))).open.map((one) => one.visitId);
    expect(await openOf(inAdas)).toContain(visitId);
    expect(await openOf(inOthers)).not.toContain(visitId);
    await answer(inAdas, visitId, MEDICARE);
    const { revision } = await enter(inAdas, visitId);
    await said(confirm(inAdas, visitId, revision));
    const seen = async (caller: Caller) =>
      (await said<ChargesView>(caller.api.get('charges'))).charges.map((one) => one.visitId);
    expect([(await seen(inAdas)).includes(visitId), await seen(inOthers)]).toEqual([true, []]);
    expect(await codeOf(inOthers.api.get(`visits/${visitId}/charge`))).toBe('visit.unknown');
  });

  it('a biller takes a confirmed charge along as a claim: on record, without a name, and no held one', async () => {
    const visitId = await heldVisit();
    await answer(peter, visitId, MEDICARE);
    const { revision } = await enter(peter, visitId);
    const [charge] = (await said<ChargeView>(confirm(peter, visitId, revision))).charges;
    expect(charge?.may).toEqual(['withdraw', 'export']);
    const path = `visits/${visitId}/charge/${charge?.chargeId}/claim`;
    const got = await peter.api.get(path);
    expect([got.headers.get('content-disposition'), got.headers.get('cache-control')]).toEqual([
      `attachment; filename="claim-${charge?.reference}.json"`,
      'no-store',
    ]);
    const claim = (await got.json()) as Claim;
    expect(claim.identifier?.[0]?.value).toBe(charge?.reference);
    expect(claim.item?.map(({ productOrService }) => productOrService?.coding?.[0]?.code)).toEqual(
      charge?.lines.map(({ code }) => code),
    );
    expect(JSON.stringify(claim)).not.toMatch(/Martin/);
    const kept = await stack.context.database.db.execute(
      `SELECT id FROM audit_events WHERE event = 'charge.export' AND patient_index IS NOT NULL`,
    );
    expect(kept.rows).toHaveLength(1);
    // Nobody else, and nothing of another visit.
    expect(await codeOf(helen.api.get(path))).toBe('role.not-allowed');
    const other = await heldVisit();
    expect(await codeOf(peter.api.get(path.replace(visitId, other)))).toBe('visit.unknown');
    await said(order(peter, visitId, `${charge?.chargeId}/withdraw`, { reason: 'wrong day' }));
    expect(await codeOf(peter.api.get(path))).toBe('charge.no-claim');
  });
});

// A charge that is taken back, over HTTP with the whole app and the sandbox: what has not gone never goes, what has gone
// is credited once and after its charge, and what cannot be credited is a person's. What rests on rows that lock each
// other is told on both databases.
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { DeliveriesView, DeliveryLine, ExportView, Receipt } from '#domain/write-back';
import { onBothStacks } from '../fixtures/both-stacks.ts';
import {
  BY_OWN_PERMISSION,
  clinicianAt,
  confirmedCharge,
  inWords,
  layFault,
  type Personality,
  patientAt,
  receiptsOf,
  rowsOf,
  settled,
  staffAt,
  takeFaults,
  until,
  writesOf,
} from '../fixtures/deliveries.ts';
import { heldVisit } from '../fixtures/note-people.ts';
import type { Stack } from '../fixtures/stack.ts';
import { type Caller, said } from '../fixtures/visit-people.ts';

const POST_CHARGE = { personality: 'generic', method: 'POST', route: '/fhir/ChargeItem' };
const PUT_CHARGE = { personality: 'generic', method: 'PUT', route: '/fhir/ChargeItem/**' };

onBothStacks((started, kind) => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  beforeAll(async () => {
    stack = started();
    helen = await clinicianAt(stack, 'generic');
    ada = await patientAt(stack, 'generic');
  });
  /** One patient is charged once a day: what a story leaves standing is taken back for the next one. */
  const standing = new Map<string, string>();
  afterEach(async () => {
    await takeFaults(stack);
    for (const [chargeId, visitId] of standing) await takeBack({ visitId, chargeId });
  });

  const money = (all: readonly Receipt[]) => all.filter(({ kind }) => kind.startsWith('charge'));
  const untilMoney = async (visitId: string, isThere: (all: Receipt[]) => boolean, who = helen) =>
    money(
      await until(
        stack,
        () => receiptsOf(who, visitId),
        (all) => isThere(money(all)),
      ),
    );
  const whenSettled = (count: number) => (all: Receipt[]) => all.length === count && settled(all);
  async function charged(who = helen): Promise<{ visitId: string; chargeId: string }> {
    const visitId = await heldVisit(who, ada);
    return confirmedAt(visitId, who);
  }
  async function confirmedAt(visitId: string, who = helen) {
    const { charges } = await confirmedCharge(who, visitId);
    const chargeId = charges.at(-1)?.chargeId ?? '';
    standing.set(chargeId, visitId);
    return { visitId, chargeId };
  }
  async function takeBack(of: { visitId: string; chargeId: string }, who = helen): Promise<void> {
    await said(who.api.post(`visits/${of.visitId}/charge/${of.chargeId}/withdraw`, { reason: 'Wrong code' }));
    standing.delete(of.chargeId);
  }
  /** What the EHR accepted of charges of one visit, in order. */
  async function accepted(receipts: readonly Receipt[], personality: Personality = 'generic') {
    const references = new Set(receipts.map(({ reference }) => reference));
    return (await writesOf(stack, personality))
      .filter(({ type }) => type === 'ChargeItem')
      .filter(({ resource }) =>
        (resource.identifier as { value: string }[] | undefined)?.some(({ value }) => references.has(value)),
      )
      .map(({ resource }) => resource.status);
  }
  /** After it had asked for a minute's patience. */
  async function ehrIsBack(): Promise<void> {
    await takeFaults(stack);
    stack.skipTime(65_000);
  }
  const untold = () => rowsOf(stack, `SELECT id FROM outbox WHERE done_at IS NULL`);

  it('before it was sent: it never goes, and its receipt says who took it back', async () => {
    await layFault(stack, { ...POST_CHARGE, status: 429, retryAfterSeconds: 60 });
    const of = await charged();
    await untilMoney(of.visitId, ([charge]) => charge?.wait === 'ehr-away');
    await takeBack(of);
    const [charge, ...more] = await untilMoney(of.visitId, whenSettled(1));
    expect(more).toEqual([]);
    expect(charge).toMatchObject({
      ...{ state: 'done-by-person', why: 'taken-back', next: 'none', attempts: 0, may: [], answer: null },
      done: { by: expect.stringContaining('Brooks') },
    });
    await ehrIsBack();
    await stack.context.writeBack.runDue();
    expect(await accepted([charge as Receipt])).toEqual([]);
    expect(await untold()).toEqual([]);
  });

  it('told of before its confirmation is: the same', async () => {
    await rowsOf(
      stack,
      `CREATE FUNCTION tell_later() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN NEW.due_at := NEW.due_at + interval '1 day'; RETURN NEW; END $$`,
    );
    await rowsOf(
      stack,
      `CREATE TRIGGER tells_later BEFORE INSERT ON outbox FOR EACH ROW
       WHEN (NEW.kind = 'charge.confirmed') EXECUTE FUNCTION tell_later()`,
    );
    const of = await charged();
    await takeBack(of);
    await untilMoney(of.visitId, whenSettled(1));
    await rowsOf(stack, 'DROP TRIGGER tells_later ON outbox');
    await rowsOf(stack, `UPDATE outbox SET due_at = made_at WHERE done_at IS NULL`);
    await stack.context.writeBack.runDue();
    const all = money(await receiptsOf(helen, of.visitId));
    expect(inWords(all)).toEqual(['charge done-by-person - taken-back']);
    expect([await untold(), await accepted(all)]).toEqual([[], []]);
  });

  it('after it was confirmed: marked as entered in error once, and the corrected charge goes after that', async () => {
    await layFault(stack, { ...PUT_CHARGE, status: 429, retryAfterSeconds: 60 });
    const of = await charged();
    const [before] = await untilMoney(of.visitId, whenSettled(1));
    await takeBack(of);
    await untilMoney(of.visitId, (all) => all.at(-1)?.wait === 'ehr-away');
    await confirmedAt(of.visitId);
    // The credit waits for the EHR, and the corrected charge for the credit.
    await stack.context.writeBack.runDue();
    const waiting = money(await receiptsOf(helen, of.visitId));
    expect(waiting.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'charge confirmed',
      'charge-credit planned',
      'charge planned',
    ]);
    await ehrIsBack();
    const all = await untilMoney(of.visitId, whenSettled(3));
    expect(inWords(all)).toEqual([
      'charge confirmed create',
      'charge-credit confirmed update',
      'charge confirmed create',
    ]);
    expect([all[1]?.answer?.id, all[1]?.reference]).toEqual([before?.answer?.id, before?.reference]);
    expect(all[2]?.reference).not.toBe(before?.reference);
    expect(await accepted(all)).toEqual(['billable', 'entered-in-error', 'billable']);
  });

  it('while its answer is lost: the credit waits until it is known that the EHR has it', async () => {
    await layFault(stack, { ...POST_CHARGE, drop: 'after', times: 1 });
    const of = await charged();
    await untilMoney(of.visitId, ([charge]) => charge?.state === 'unknown');
    await takeBack(of);
    await stack.context.writeBack.runDue();
    const [lost] = money(await receiptsOf(helen, of.visitId));
    expect(lost).toMatchObject({ isTakenBack: true });
    const all = await untilMoney(of.visitId, whenSettled(2));
    expect(inWords(all)).toEqual(['charge confirmed create', 'charge-credit confirmed update']);
    expect(await accepted(all)).toEqual(['billable', 'entered-in-error']);
  });

  // What follows rests on no row that two hold at once: one database tells it.
  if (kind === 'postgresql') return;

  it('after the EHR had refused it: there is nothing to credit', async () => {
    await layFault(stack, { ...POST_CHARGE, status: 422, times: 1 });
    const of = await charged();
    await untilMoney(of.visitId, ([charge]) => charge?.state === 'refused');
    await takeBack(of);
    const all = await untilMoney(of.visitId, whenSettled(1));
    expect(inWords(all)).toEqual(['charge done-by-person create taken-back-refused']);
    expect(await accepted(all)).toEqual([]);
  });

  it('lost and not found: a person is told that it was taken back, and nothing is credited by itself', async () => {
    await layFault(stack, { ...POST_CHARGE, drop: 'before', times: 1 });
    const of = await charged();
    await untilMoney(of.visitId, ([charge]) => charge?.state === 'unknown');
    await takeBack(of);
    const [charge, credit] = await untilMoney(of.visitId, ([one]) => one?.state === 'handed-over');
    expect(charge).toMatchObject({ why: 'not-found', isTakenBack: true, next: 'credit-by-hand' });
    expect(credit).toMatchObject({ state: 'planned', attempts: 0 });
    const exported = await said<ExportView>(helen.api.get(`deliveries/${charge?.deliveryId}/export`));
    expect(exported.text).toContain(`Credit this charge: ${charge?.reference}`);
    await said(helen.api.post(`deliveries/${charge?.deliveryId}/done`));
    const after = await untilMoney(of.visitId, whenSettled(1));
    expect(inWords(after)).toEqual(['charge done-by-person person not-found']);
    expect(await accepted(after)).toEqual([]);
  });

  it('a credit whose answer was lost is looked for, and never sent a second time', async () => {
    const of = await charged();
    await untilMoney(of.visitId, whenSettled(1));
    await layFault(stack, { ...PUT_CHARGE, drop: 'after', times: 1 });
    await takeBack(of);
    const found = await untilMoney(of.visitId, whenSettled(2));
    expect(found[1]).toMatchObject({ kind: 'charge-credit', state: 'confirmed', attempts: 1 });
    expect(await accepted(found)).toEqual(['billable', 'entered-in-error']);

    const other = await charged();
    await untilMoney(other.visitId, whenSettled(1));
    await layFault(stack, { ...PUT_CHARGE, drop: 'before' });
    await takeBack(other);
    const lost = await untilMoney(other.visitId, whenSettled(2));
    expect(lost[1]).toMatchObject({
      state: 'handed-over',
      why: 'not-found',
      next: 'credit-by-hand',
      attempts: 1,
    });
    expect(await accepted(lost)).toEqual(['billable']);
  });

  it('what a person has credited in the EHR meanwhile is not sent', async () => {
    await layFault(stack, { ...PUT_CHARGE, status: 429, retryAfterSeconds: 60 });
    const of = await charged();
    const [charge] = await untilMoney(of.visitId, whenSettled(1));
    await takeBack(of);
    await untilMoney(of.visitId, (all) => all.at(-1)?.wait === 'ehr-away');
    await takeFaults(stack);
    await creditInEhr(charge?.answer?.id ?? '');
    await ehrIsBack();
    const all = await untilMoney(of.visitId, whenSettled(2));
    expect(all[1]).toMatchObject({ kind: 'charge-credit', state: 'confirmed', attempts: 0 });
    expect(await accepted(all)).toEqual(['billable', 'entered-in-error']);
  });

  /** By another program of the hospital's, with a permission of the same kind. */
  async function creditInEhr(id: string): Promise<void> {
    const token = await stack.context.smart.tokens.accessToken(helen.launchId);
    const address = `${stack.sandboxUrl}/fhir/ChargeItem/${id}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
    const current = (await (await fetch(address, { headers })).json()) as object;
    const body = JSON.stringify({ ...current, status: 'entered-in-error' });
    expect((await fetch(address, { method: 'PUT', headers, body })).status).toBe(200);
  }

  it.each(['epic', 'oracle'] as const)(
    '%s takes no credit: a person has it, with the charge’s name',
    async (ehr) => {
      const patient = 'john-ellis';
      const clinician = await clinicianAt(stack, ehr, { patient });
      const visitId = await heldVisit(clinician, await patientAt(stack, ehr, patient));
      const { charges } = await confirmedCharge(clinician, visitId);
      const [charge] = await untilMoney(visitId, whenSettled(1), clinician);
      const peter = await staffAt(stack, ehr, 'peter-lund');
      if (charge?.state === 'handed-over')
        await said<DeliveryLine>(peter.api.post(`deliveries/${charge.deliveryId}/done`));
      await takeBack({ visitId, chargeId: charges.at(-1)?.chargeId ?? '' }, clinician);
      const all = await untilMoney(visitId, whenSettled(2), clinician);
      expect(inWords(all)[1]).toBe(
        `charge-credit handed-over person ${ehr === 'epic' ? 'follows-by-hand' : 'takes-no-credit'}`,
      );
      const { lines } = await said<DeliveriesView>(peter.api.get('deliveries'));
      const credit = lines.find((line) => line.visitId === visitId);
      expect(credit).toMatchObject({
        kind: 'charge-credit',
        next: 'credit-by-hand',
        may: ['compare', 'export', 'done'],
      });
      const exported = await said<ExportView>(peter.api.get(`deliveries/${credit?.deliveryId}/export`));
      expect(exported.text).toContain(`Credit this charge: ${charge?.reference}`);
      expect(exported.text).toContain('Id in the EHR: none was told');
      expect(JSON.parse(exported.machine.body)).toMatchObject({
        ...{ resourceType: 'ChargeItem', status: 'entered-in-error' },
        identifier: [{ value: charge?.reference }],
      });
      await said<DeliveryLine>(peter.api.post(`deliveries/${credit?.deliveryId}/done`));
      const after = money(await receiptsOf(clinician, visitId));
      expect(after[1]).toMatchObject({
        state: 'done-by-person',
        done: { by: expect.stringContaining('Lund') },
      });
    },
  );
}, BY_OWN_PERMISSION);

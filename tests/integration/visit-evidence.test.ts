// What the gate rested on is kept at that moment, can be asked of the rules again, and shows when it was changed.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideConsent } from '#domain/consent';
import { decideLicensure } from '#domain/licensure';
import type { EvidenceView } from '#domain/visit';
import { loadPacks } from '#server/rules';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  ownVisit,
  said,
  tell,
  tellOwn,
} from '../fixtures/visit-people.ts';

let stack: Stack;
let helen: Caller;
let ada: Caller;
let visitId: string;
beforeAll(async () => {
  stack = await startStack();
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(() => stack.close());
beforeEach(async () => {
  visitId = (await ownVisit(helen)).visitId;
});

const evidenceOf = (caller: Caller) => said<EvidenceView>(caller.api.get(`visits/${visitId}/evidence`));
const whereIs = (state: string) => ({
  answer: { question: 'where', answer: { place: 'vehicle', address: null, state, country: 'US' } },
});

describe('evidence of the gate', () => {
  it('is none before the door was opened, and then says on what', async () => {
    await checkIn(ada, visitId);
    expect((await evidenceOf(helen)).records).toEqual([]);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const { records, hospital } = await evidenceOf(helen);
    expect(hospital).toBe('Sandbox General');
    expect(records.map(({ record, isIntact }) => [record.event, record.verdict, isIntact])).toEqual([
      ['opened', 'allow', true],
    ]);
    const [{ record, digest }] = records as [EvidenceView['records'][number]];
    expect(createHash('sha256').update(JSON.stringify(record)).digest('hex')).toBe(digest);
    expect(record.said).toMatchObject({
      identity: { isRight: true },
      location: { state: 'MA', country: 'US' },
    });
    expect(record.packs.map(({ pack }) => pack)).toEqual(
      expect.arrayContaining(['licensure-compacts', 'consent-policy']),
    );
    expect(record.parts.map(({ part, verdict }) => [part, verdict])).toEqual([
      ['licensure', 'allow'],
      ['consent', 'allow'],
      ['identity', 'allow'],
      ['location', 'allow'],
      ['call-back', 'allow'],
    ]);
  });

  it('holds questions that the rules answer the same again', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const { packs } = loadPacks();
    const record = (await evidenceOf(helen)).records[0]?.record;
    const licensure = decideLicensure(record?.questions.licensure as never, packs);
    const consent = decideConsent(record?.questions.consent as never, packs);
    const reasonsOf = (part: string) => record?.parts.find((one) => one.part === part)?.reasons;
    expect([licensure.outcome, consent.outcome]).toEqual(['allow', 'allow']);
    expect([licensure.reasons, consent.reasons]).toEqual([reasonsOf('licensure'), reasonsOf('consent')]);
  });

  it('tells the moment of a refusal in the middle, and of its end', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    await said(tellOwn(ada, visitId, 'answers', whereIs('TX')));
    await said(tellOwn(ada, visitId, 'answers', whereIs('MA')));
    const { records } = await evidenceOf(helen);
    expect(records.map(({ record }) => [record.event, record.said.location?.state])).toEqual([
      ['opened', 'MA'],
      ['refused', 'TX'],
      ['open-again', 'MA'],
    ]);
    expect(records[1]?.record.parts[0]?.verdict).not.toBe('allow');
  });

  it('keeps nothing of a door that stayed closed', async () => {
    await checkIn(ada, visitId, { state: 'TX' });
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('visit.gate');
    expect((await evidenceOf(helen)).records).toEqual([]);
  });

  it('shows a record that was changed past every door', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const { database } = stack.context;
    const [row] = (
      await database.db.execute<{ id: string; tenant_id: string; content: string }>(
        `SELECT id, tenant_id, content FROM visit_statements WHERE visit_id = '${visitId}' AND kind = 'evidence'`,
      )
    ).rows;
    const place = { table: 'visit_statements', column: 'content', row: row?.id ?? '', tenant: 'sandbox' };
    const written = JSON.parse(await database.vault.open(place, row?.content as never));
    written.record.said.location.state = 'NH';
    const forged = await database.vault.seal(place, JSON.stringify(written));
    await database.transaction(async (tx) => {
      await tx.execute(`SET LOCAL webside.reseal = 'on'`);
      await tx.execute(`UPDATE visit_statements SET content = '${forged}' WHERE id = '${row?.id}'`);
    });
    expect((await evidenceOf(helen)).records.map(({ isIntact }) => isIntact)).toEqual([false]);
  });

  it('is for staff of this chart alone', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const rosa = await inChart(stack, 'rosa-delgado');
    expect((await evidenceOf(rosa)).records).toHaveLength(1);
    expect(await codeOf(ada.api.get(`visits/${visitId}/evidence`))).toBe('role.not-allowed');
    const elsewhere = await inChart(stack, 'helen-brooks', 'walter-nakamura');
    expect(await codeOf(elsewhere.api.get(`visits/${visitId}/evidence`))).toBe('visit.unknown');
  });
});

// What the gate rested on is kept at that moment, can be asked of the rules again, and shows when it was changed.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideConsent } from '#domain/consent';
import { decideLicensure } from '#domain/licensure';
import type { EvidenceView, VisitView } from '#domain/visit';
import { loadPacks } from '#server/rules';
import { HOUSE_TEXT, writeConsentTexts } from '../fixtures/own-consent-texts.ts';
import { writeSitePack } from '../fixtures/site-pack.ts';
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
  visitOf,
} from '../fixtures/visit-people.ts';
import { apiOf } from '../fixtures/visitor.ts';

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

describe('a visit that is over', () => {
  const seen = () => visitOf(helen, visitId);
  const endedVisit = async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    return said<VisitView>(tell(helen, visitId, 'end'));
  };

  it('keeps the gate as it stood at its end, with the place where the patient was by then', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    // Licensed in both: nothing is refused, and nothing else would say that the state line was crossed.
    await said(tellOwn(ada, visitId, 'answers', whereIs('NH')));
    const ended = await said<VisitView>(tell(helen, visitId, 'end'));
    const { records } = await evidenceOf(helen);
    const last = records.at(-1);
    expect(records.map(({ record }) => record.event)).toEqual(['opened', 'ended']);
    expect([last?.record.said.location?.state, last?.isIntact]).toEqual(['NH', true]);
    expect(ended.gate).toMatchObject({ asOf: 'end', decidedAt: last?.record.decidedAt, verdict: 'allow' });
    expect(ended.gate.parts.map(({ reasons }) => reasons)).toEqual(
      last?.record.parts.map(({ reasons }) => reasons),
    );
  });

  it('shows a refusal that was never mended, and offers nobody to go on', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    await said(tellOwn(ada, visitId, 'answers', whereIs('TX')));
    const { gate } = await said<VisitView>(tell(helen, visitId, 'end'));
    expect([gate.asOf, gate.verdict === 'allow']).toEqual(['end', false]);
    expect(gate.parts.flatMap(({ mayOverride }) => mayOverride)).toEqual([]);
    const irene = await inChart(stack, 'irene-vasquez');
    const words = { reason: 'r', rule: 'r', checked: 'c' };
    expect(await codeOf(tell(irene, visitId, 'override', { part: 'licensure', ...words }))).toBe(
      'visit.state',
    );
  });

  it('says so where nobody was let in', async () => {
    await checkIn(ada, visitId);
    expect((await seen()).gate.asOf).toBe('now');
    const { gate } = await said<VisitView>(tell(helen, visitId, 'cancel', { reason: 'other' }));
    expect([gate.asOf, gate.parts]).toEqual(['none', []]);
    expect((await evidenceOf(helen)).records).toEqual([]);
  });

  it('called again, is asked again', async () => {
    await endedVisit();
    const again = await said<VisitView>(tell(helen, visitId, 're-call'));
    expect(again.gate.asOf).toBe('now');
  });

  it('stays as it was when the licence, the packs and the text are others', async () => {
    const before = (await endedVisit()).gate;
    const { visitId: ahead } = await ownVisit(helen);
    await checkIn(ada, ahead);
    expect((await visitOf(helen, ahead)).gate.verdict).toBe('allow');
    // The same database under another app, whose site knows better than the shipped packs, and has a text of its own.
    await stack.context.realtime.close();
    await stack.context.close();
    const later = await startStack({
      besides: stack,
      env: {
        WEBSIDE_CONSENT_TEXTS: writeConsentTexts({ 'ours.json': { texts: [HOUSE_TEXT] } }),
        WEBSIDE_RULES: writeSitePack([{ kind: 'consent-policy', key: 'telehealth', months: 6 }]),
      },
    });
    await later.context.database.db.execute(`UPDATE credentials SET status = 'suspended'`);
    // The same browser: its cookies are kept by address.
    const { jars } = helen.visitor;
    jars.set(later.appUrl, jars.get(stack.appUrl) ?? new Map());
    const there = { ...helen, api: apiOf(later, helen.visitor, helen.launchId) };
    const now = (await visitOf(there, ahead)).gate;
    expect(now.parts.slice(0, 2).map(({ verdict }) => verdict)).not.toContain('allow');
    expect((await visitOf(there, visitId)).gate).toEqual(before);
    await later.close();
  });
});

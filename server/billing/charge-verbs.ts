// What people do with a visit's charge. Each verb: what the records say → the draft under lock → what the rule says →
// written in one transaction with what the right is told. Software confirms nothing: every verb is somebody's press.
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import {
  type AnswerCharge,
  type ChargeView,
  type ConfirmCharge,
  type DecisionMaking,
  type EnterCharge,
  type MdmOrigins,
  type ReleaseCharge,
  traceOrigins,
  type WithdrawCharge,
} from '#domain/billing';
import { decideEncounter } from '#domain/documentation';
import type { Db } from '#server/db';
import { findNote, newReference } from '#server/documentation';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { appendToOutbox } from '#server/jobs';
import type { BillingNeeds } from './billing-needs.ts';
import {
  type Charge,
  findCharge,
  insertCharge,
  insertStep,
  patientIndexOf,
  type StepContent,
} from './charge-store.ts';
import { type Draft, type Said, upsertDraft } from './draft-store.ts';
import {
  type AtCharge,
  findVisitSubject,
  type Subject,
  standAtCharge,
  unknownVisit,
} from './stand-at-charge.ts';
import { mayRelease, viewCharge } from './view-charge.ts';
import { proposalFor } from './view-decision-making.ts';

type Of<Schema extends z.ZodType> = z.infer<Schema>;
export interface Caller {
  session: Session;
  requestId: string;
}

export async function readCharge(
  needs: BillingNeeds,
  caller: Caller,
  { visitId }: { visitId: string },
): Promise<ChargeView> {
  const subject = await findVisitSubject(needs, caller.session, visitId, caller.requestId);
  await recordLook(needs, caller, subject);
  return viewCharge(needs, await standAtCharge(needs, needs.database.db, subject));
}

/** At the staff door no session names the patient: the record of the access does. */
async function recordLook(
  needs: BillingNeeds,
  { session, requestId }: Caller,
  { record }: Subject,
): Promise<void> {
  if (session.patientId !== null) return;
  await needs.recordAccess({
    ...{ event: 'charge.read', outcome: 'success', requestId, tenantId: session.tenantId, session },
    patientId: record.patientId,
    detail: { visit: record.visitId },
  });
}

/** The change is committed before anything is shown: what fails in showing takes nothing back. */
async function atCharge(
  needs: BillingNeeds,
  caller: Caller,
  visitId: string,
  run: (tx: Db, at: AtCharge, me: Said) => Promise<void>,
): Promise<ChargeView> {
  const { session, requestId } = caller;
  const subject = await findVisitSubject(needs, session, visitId, requestId);
  await recordLook(needs, caller, subject);
  const me = {
    by: (await needs.findPerson(session)).name,
    role: session.role ?? 'no-role',
    at: needs.now().toISOString(),
  };
  await needs.database.transaction(async (tx) =>
    run(tx, await standAtCharge(needs, tx, subject, 'lock'), me),
  );
  return viewCharge(needs, await standAtCharge(needs, needs.database.db, subject));
}

export function answerCharge(
  needs: BillingNeeds,
  caller: Caller,
  { visitId, revision, answers, takeBack }: Of<typeof AnswerCharge>,
): Promise<ChargeView> {
  return atCharge(needs, caller, visitId, async (tx, at, me) => {
    demandOpen(at, revision);
    const kept = { ...at.draft.answers, ...answers };
    const said = { ...at.draft.said };
    for (const field of Object.keys(answers) as (keyof typeof answers)[]) said[field] = me;
    for (const field of takeBack) {
      delete kept[field];
      delete said[field];
    }
    const origins = originsOf(at, kept.decisionMaking, me);
    await keepDraft(needs, tx, at, { ...at.draft, answers: kept, said, origins });
  });
}

export function enterCharge(
  needs: BillingNeeds,
  caller: Caller,
  { visitId, revision, entry }: Of<typeof EnterCharge>,
): Promise<ChargeView> {
  return atCharge(needs, caller, visitId, async (tx, at) => {
    demandOpen(at, revision);
    await keepDraft(needs, tx, at, { ...at.draft, entry });
  });
}

/** Of the answers as they are now: what was proposed to this person stands beside each. */
function originsOf(at: AtCharge, said: DecisionMaking | undefined, me: Said): MdmOrigins {
  if (!said) return {};
  const before = { said: at.draft.answers.decisionMaking, origins: at.draft.origins ?? {} };
  return traceOrigins(before, said, proposalFor(at), me);
}

async function keepDraft(needs: BillingNeeds, tx: Db, at: AtCharge, draft: Draft): Promise<void> {
  const kept = { ...draft, coverage: at.coverage.rows };
  if (!(await upsertDraft({ database: needs.database, tx }, at.record, kept, needs.now()))) throw movedOn();
}

/** One press, sent once or ten times, is one charge; two presses are one charge and one refusal. */
export async function confirmCharge(
  needs: BillingNeeds,
  caller: Caller,
  { visitId, revision, requestKey }: Of<typeof ConfirmCharge>,
): Promise<ChargeView> {
  const { subject, launchStartedAt: startedAt } = await needs.findPerson(caller.session);
  const { encounterId } = caller.session;
  const launch = encounterId === null ? null : { encounterId, startedAt };
  return atCharge(needs, caller, visitId, async (tx, at, me) => {
    if (at.charges.some((charge) => charge.requestKey === requestKey)) return;
    demandOpen(at, revision);
    const { verdict, record, host, session, collected } = at;
    const { entry } = at.draft;
    const { serviceDate, payer, decisionMaking } = collected.answers;
    const { admittedAt, endedAt, tenantId } = record;
    if (!entry || !verdict?.ok || !host?.fhirUser || !serviceDate || !admittedAt || !endedAt) throw refused();
    const note = await findNote({ database: needs.database, tx }, { tenantId, visitId });
    const now = needs.now();
    const id = randomBytes(16).toString('hex');
    await insertCharge(
      { database: needs.database, tx },
      {
        ...{ id, tenantId, visitId, requestKey, position: at.charges.length + 1 },
        patientIndex: patientIndexOf(needs.database, tenantId, record.patientId),
        ...{ personKey: session.personKey, confirmedAt: now, holds: [...verdict.holds] },
      },
      {
        ...{ entry, serviceDate, patientName: record.patientName, birthDate: record.birthDate },
        patient: `Patient/${record.patientId}`,
        // The note's, whoever confirms; where there is none yet, what this launch says.
        encounter: inEncounter(note?.known.encounterId ?? decideEncounter({ record, launch })),
        performer: { reference: host.fhirUser, name: host.name },
        occurrence: { start: admittedAt, end: endedAt },
        payer:
          payer === undefined || payer === 'not-known'
            ? null
            : { kind: payer.kind, name: payer.name ?? null },
        confirmedBy: {
          ...{ reference: session.fhirUser, name: me.by },
          ...{ iss: subject?.iss ?? null, sub: subject?.sub ?? null },
          role: session.role === 'biller' ? 'biller' : 'clinician',
        },
        ...{ launchId: session.launchId, reference: newReference() },
        ...(decisionMaking && { decisionMaking: { said: decisionMaking, origins: at.draft.origins ?? {} } }),
      },
    );
    await keepDraft(needs, tx, at, at.draft);
    // A held charge tells nothing until a second person has looked.
    if (verdict.holds.length === 0) {
      await needs.keepGrant(session.launchId, tx);
      await appendToOutbox(tx, { tenantId, kind: 'charge.confirmed', about: id, at: now });
    }
  });
}

export function releaseCharge(
  needs: BillingNeeds,
  caller: Caller,
  { visitId, chargeId, checked }: Of<typeof ReleaseCharge>,
): Promise<ChargeView> {
  return atCharge(needs, caller, visitId, async (tx, at, me) => {
    const charge = await demandCharge(needs, tx, at, chargeId);
    if (charge.withdrawn) throw movedOn();
    if (charge.released || charge.holds.length === 0) return;
    if (!mayRelease(charge, at.session))
      throw new AppError(
        'forbidden',
        'charge.own',
        'Somebody else than the person who confirmed it must look.',
      );
    await step(needs, tx, at, charge, 'released', { ...me, words: checked });
    await appendToOutbox(tx, {
      ...{ tenantId: charge.tenantId, kind: 'charge.confirmed', about: charge.id, at: needs.now() },
    });
  });
}

/** The charge stays as it was; that it was taken back is a record of its own. What was told before is told of this. */
export async function withdrawCharge(
  needs: BillingNeeds,
  caller: Caller,
  { visitId, chargeId, reason }: Of<typeof WithdrawCharge>,
): Promise<ChargeView> {
  const { subject } = await needs.findPerson(caller.session);
  const { fhirUser: reference, launchId } = caller.session;
  const owner = { reference, iss: subject?.iss ?? null, sub: subject?.sub ?? null, launchId };
  return atCharge(needs, caller, visitId, async (tx, at, me) => {
    const charge = await demandCharge(needs, tx, at, chargeId);
    if (!at.mayCharge) throw notYours();
    if (charge.withdrawn) return;
    await step(needs, tx, at, charge, 'withdrawn', { ...me, words: reason, owner });
    if (charge.holds.length > 0 && !charge.released) return;
    await needs.keepGrant(launchId, tx);
    await appendToOutbox(tx, {
      ...{ tenantId: charge.tenantId, kind: 'charge.withdrawn', about: charge.id, at: needs.now() },
    });
  });
}

async function demandCharge(needs: BillingNeeds, tx: Db, at: AtCharge, id: string): Promise<Charge> {
  const { tenantId, visitId } = at.record;
  const charge = await findCharge(needs, tx, { id, tenantId }, 'lock');
  if (charge?.visitId !== visitId) throw unknownVisit();
  return charge;
}

async function step(
  needs: BillingNeeds,
  tx: Db,
  at: AtCharge,
  { id: chargeId, tenantId }: Charge,
  kind: 'released' | 'withdrawn',
  { by, role, words, owner }: Said & Pick<StepContent, 'words' | 'owner'>,
): Promise<void> {
  const row = { chargeId, tenantId, kind, at: needs.now(), personKey: at.session.personKey };
  await insertStep({ database: needs.database, tx }, row, { by, role, words, ...(owner && { owner }) });
}

function demandOpen(at: AtCharge, revision: number): void {
  if (!at.mayCharge) throw notYours();
  if (at.standing)
    throw new AppError('conflict', 'charge.stands', 'This visit’s charge is confirmed. Take it back first.');
  if (at.draft.revision !== revision) throw movedOn();
}

const notYours = () =>
  new AppError('forbidden', 'charge.not-yours', 'The visit’s own clinician or a biller charges it.');
const movedOn = () =>
  new AppError(
    'conflict',
    'charge.revision',
    'Somebody has changed this meanwhile. The page shows how it stands now.',
  );
const refused = () =>
  new AppError('conflict', 'charge.refused', 'This cannot be confirmed as it stands. The page says why.');

const inEncounter = (id: string | null): string | null => (id === null ? null : `Encounter/${id}`);

// A signed exception to the licence rule, in a visit: the visit's own clinician attests it by name and takes it back.
// Both are appended and never changed. Whether one holds is the visit's rule, whether it grants the licence rule's.
import type { z } from 'zod';
import {
  type AttestationFacts,
  type AttestationRefusal,
  type AttestException,
  decideAttestation,
  type ExceptionsView,
  isOpen,
  refuseException,
  type TakeBackException,
  type VisitView,
} from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtVisit, demandOpen, lookAtVisit } from './at-visit.ts';
import { markForBilling } from './billing-review.ts';
import { askGate, judgeGate } from './gate.ts';
import { recordEvidence } from './record-evidence.ts';
import { listStatements, readAnswers } from './statement-store.ts';
import { tellStaff } from './tell-staff.ts';
import type { VisitNeeds } from './visit-needs.ts';

/** What may be attested where the patient is now, and why not, if so. */
export async function readExceptions(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<ExceptionsView> {
  const at = await lookAtVisit(needs, session, visitId);
  const facts = await readFacts(needs, at);
  const state = stateOf(facts);
  return {
    state,
    refused: refuseException(facts),
    rules: listRules(needs, at, state).map((rule) => ({ ...rule, conditions: [...rule.conditions] })),
  };
}

export async function attestException(
  needs: VisitNeeds,
  session: Session,
  { visitId, ...said }: z.infer<typeof AttestException>,
): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    const facts = await readFacts(needs, at);
    const answer = decideAttestation(facts, said, listRules(needs, at, stateOf(facts)));
    if (!answer.ok) throw exceptionRefused(answer.code);
    const by = at.myName ?? session.fhirUser;
    // An attestation is a named person's; who cannot be named cannot sign one.
    if (by === null) throw exceptionRefused('not-yours');
    const { doubt: _, isOfState: __, ...rule } = answer.rule;
    const statement = said.statement.trim();
    await at.say({
      kind: 'exception',
      exception: { ...rule, conditions: [...rule.conditions], state: said.state, statement, by },
    });
    await recordEvidence(at, 'exception', await judgeGate(needs, at.tx, at.visit));
    await markForBilling(at, 'exception');
    await at.tellChanged('gate');
  });
}

/** By whoever signed it, also when the visit has another clinician by now. Taken back twice, it is taken back once. */
export async function takeBackException(
  needs: VisitNeeds,
  session: Session,
  { visitId, exceptionId }: z.infer<typeof TakeBackException>,
): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    demandOpen(at);
    const said = await listStatements(needs, at.tx, at.visit.id, ['exception', 'exception-taken-back']);
    const signed = said.find((one) => one.kind === 'exception' && one.id === exceptionId);
    if (!signed || signed.personKey !== session.personKey)
      throw new AppError('not-found', 'visit.exception-unknown', 'You have signed no such exception here.');
    if (said.some((one) => one.kind === 'exception-taken-back' && one.exceptionId === exceptionId)) return;
    await at.say({ kind: 'exception-taken-back', exceptionId });
    await recordEvidence(at, 'exception-taken-back', await judgeGate(needs, at.tx, at.visit));
    await at.tellChanged('gate');
  });
}

async function readFacts(needs: VisitNeeds, at: AtVisit): Promise<AttestationFacts> {
  const said = await listStatements(needs, at.tx, at.visit.id);
  const gate = await askGate(needs, at.tx, at.visit, said);
  const licensure = gate.parts.find(({ part }) => part === 'licensure');
  const place = readAnswers(said).where?.answer ?? null;
  return {
    ...{ isHost: at.actor === 'host', isOpen: isOpen(at.visit.state), place },
    licensure: { verdict: licensure?.verdict ?? 'needs-review' },
    hasBarredLicence: licensure?.reasons.some(({ code }) => code === 'barred-licence') ?? false,
  };
}

const stateOf = ({ place }: AttestationFacts) => (place?.country === 'US' ? place.state : null);

const listRules = ({ licences }: VisitNeeds, { now }: AtVisit, state: string | null) =>
  state === null ? [] : licences.listExceptions(state, now);

const REFUSALS: Record<AttestationRefusal, string> = {
  'not-yours': 'Only the visit’s own clinician can sign an exception.',
  over: 'This visit is over.',
  'place-unknown': 'Where the patient is now is not known. Ask them first.',
  'outside-united-states': 'The patient is outside the United States: no exception on file speaks of that.',
  'not-needed': 'The license part of the gate is open: there is nothing to sign.',
  'barred-licence': 'A license is suspended or revoked. No exception goes past that.',
  'blank-rule': 'Choose the rule that the exception rests on.',
  'blank-statement': 'Write in a sentence why the exception applies to this patient now.',
  'place-changed': 'The patient’s place has changed. Look at the rules of the state where they are now.',
  'unknown-rule': 'No rule on file has this name.',
  'rule-of-another-kind': 'The rule is of another kind of exception than the one chosen.',
  'rule-of-another-state': 'The rule is of another state than the one where the patient is.',
};

function exceptionRefused(code: AttestationRefusal): AppError {
  const kind = code === 'not-yours' ? 'forbidden' : code.startsWith('blank-') ? 'bad-request' : 'conflict';
  return new AppError(kind, `visit.exception-${code}`, REFUSALS[code]);
}

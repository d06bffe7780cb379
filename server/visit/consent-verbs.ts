// The patient's word on care over video or phone: read, given by their own act, or spoken and written down by the
// clinician who heard it. What it comes to, the register and the gate say.
import type { z } from 'zod';
import type { ConsentTextView } from '#domain/consent';
import type { CheckInAnswer, ReadConsentText, RecordSpokenConsent, VisitView } from '#domain/visit';
import type { Heard } from '#server/consent';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtVisit, demandOpen, lookAtVisit } from './at-visit.ts';
import { demandHost } from './guest-verbs.ts';
import { placeIn, standOnCare } from './stand-on-care.ts';
import { listStatements, readWay } from './statement-store.ts';
import { tellStaff } from './tell-staff.ts';
import type { VisitNeeds } from './visit-needs.ts';

/** The text in force for this visit's patient, in the words of the place where they say they are. */
export async function readConsentText(
  needs: VisitNeeds,
  session: Session,
  { visitId, language }: z.infer<typeof ReadConsentText>,
): Promise<ConsentTextView> {
  const { tx, visit } = await lookAtVisit(needs, session, visitId);
  const state = placeIn(await listStatements(needs, tx, visit.id, ['answer']));
  return needs.consents.text(language, 'patient', state);
}

export async function keepConsent(
  needs: VisitNeeds,
  at: AtVisit,
  said: Extract<CheckInAnswer, { question: 'consent' }>,
): Promise<void> {
  const { session } = at;
  // Nobody says of themselves that they are somebody else.
  if ((session.role === 'patient') !== (said.by === 'self'))
    throw new AppError('bad-request', 'consent.by', 'Please say for whom you answer.');
  const { agreed, version, language, by } = said;
  const who = {
    ...{ personKey: session.personKey, fhirUser: session.fhirUser },
    ...{ name: at.myName, participantId: at.me?.id ?? null },
  };
  await give(needs, at, { agreed, version, language, by, who, heard: null });
}

/** What the visit's clinician heard the patient, or whoever speaks for them, say after the text was read to them. */
export function recordSpokenConsent(
  needs: VisitNeeds,
  session: Session,
  input: z.infer<typeof RecordSpokenConsent>,
): Promise<VisitView> {
  const { visitId } = input;
  return tellStaff(needs, session, visitId, async (at) => {
    demandHost(at);
    demandOpen(at);
    const { agreed, version, language, as: by, name } = input;
    if ((by === 'self') !== (name === null))
      throw new AppError('bad-request', 'consent.by', 'Please say who said it, and for whom.');
    const said = await listStatements(needs, at.tx, visitId, ['answer', 'modality']);
    // What somebody refused or took back by their own act, they give anew by their own act.
    if (agreed && !(await standOnCare(needs, at, said)).mayAgreeAloud)
      throw new AppError(
        'conflict',
        'consent.theirs',
        'The patient’s own no is on record: only they change it.',
      );
    const heard: Heard = {
      by: at.me?.known.name ?? session.fhirUser ?? session.personKey,
      fhirUser: session.fhirUser,
      interpreter: input.interpreter,
      witness: input.witness,
    };
    const patient = at.visit.people.find(({ role }) => role === 'patient');
    const isSelf = by === 'self';
    const who = {
      personKey: isSelf ? (patient?.personKey ?? null) : null,
      fhirUser: isSelf ? (patient?.known.fhirUser ?? null) : null,
      name: name ?? at.visit.known.patientName,
      participantId: patient?.id ?? null,
    };
    await give(needs, at, { agreed, version, language, by, who, heard });
    await at.tellChanged('consent');
  });
}

type Word = Pick<
  Parameters<VisitNeeds['consents']['give']>[1],
  'agreed' | 'version' | 'language' | 'by' | 'who' | 'heard'
>;

async function give(needs: VisitNeeds, at: AtVisit, word: Word): Promise<void> {
  const { visit } = at;
  const said = await listStatements(needs, at.tx, visit.id, ['answer', 'modality']);
  await needs.consents.give(at.tx, {
    ...word,
    ...{ tenantId: visit.tenantId, patientId: visit.known.patientId, visitId: visit.id },
    ...{ givenFor: 'patient', kind: 'telehealth', at: at.now },
    ...{ modality: readWay(said), state: placeIn(said) },
  });
}

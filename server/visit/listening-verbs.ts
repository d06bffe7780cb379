// What is said about recording and listening by software: the clinician asks, everybody answers for themself, a
// representative for the patient as well; what was only spoken, the clinician who heard it writes down. A yes needs an
// open visit, a question and the text in force; a no and taking back are heard always.
import type { z } from 'zod';
import type { ListeningPurpose } from '#domain/consent';
import type {
  AnswerListening,
  AskListening,
  PlaceListening,
  RecordSpoken,
  TakeBackListening,
} from '#domain/visit';
import type { Heard } from '#server/consent';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtVisit, atVisit, demandOpen, unknownVisit } from './at-visit.ts';
import { demandHost } from './guest-verbs.ts';
import { listAsked, placeOfPerson } from './judge-listening.ts';
import { listStatements, readWay, type Said } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import type { Person } from './visit-store.ts';
import { keyOfPerson, listHeard } from './who-is-heard.ts';
import { maySpeakForPatient } from './who-may-speak.ts';

type Verb<Input> = (needs: VisitNeeds, session: Session, input: Input) => Promise<void>;

export const askListening: Verb<z.infer<typeof AskListening>> = (needs, session, input) =>
  atVisit(needs, session, input.visitId, async (at) => {
    const { purpose, isAsked } = input;
    demandHost(at);
    if (isAsked) {
      demandOpen(at);
      demandOffered(needs, at, purpose);
    }
    await at.say({ kind: 'listening-asked', purpose, isAsked });
    await at.tellChanged('consent');
  });

export const answerListening: Verb<z.infer<typeof AnswerListening>> = (needs, session, input) =>
  atVisit(needs, session, input.visitId, async (at) => {
    const { purpose, agreed, version, language } = input;
    const me = demandHeard(at);
    const said = await listStatements(needs, at.tx, at.visit.id);
    if (agreed) demandAsked(needs, at, said, purpose);
    const speaksForPatient = maySpeakForPatient(needs, at.visit, me);
    // Nobody says of themself that they are somebody else, and a representative says as whom they speak.
    if ((input.as === 'self') === speaksForPatient)
      throw new AppError('bad-request', 'consent.by', 'Please say for whom you answer.');
    const patient = at.visit.people.find(({ role }) => role === 'patient');
    const answer = { purpose, agreed, language, speaker: keyOfPerson(me), heard: null, name: null };
    await keep(needs, at, said, { ...answer, subject: me, by: 'self', version });
    if (speaksForPatient && patient)
      await keep(needs, at, said, { ...answer, subject: patient, by: input.as, version: null });
    await at.tellChanged('consent');
  });

/** Also after the visit: the yes would hold for the next. */
export const takeBackListening: Verb<z.infer<typeof TakeBackListening>> = (needs, session, input) =>
  atVisit(needs, session, input.visitId, async (at) => {
    const { purpose } = input;
    const { visit, tx, now, me } = at;
    if (!me) throw unknownVisit();
    const of = { tenantId: visit.tenantId, patientId: visit.known.patientId, visitId: visit.id };
    const { hadOwn } = await needs.consents.listening.takeBack(
      tx,
      { ...of, purpose, key: keyOfPerson(me) },
      now,
    );
    // What others said for them, or they said in an earlier visit, is not to count in this one either.
    if (!hadOwn) {
      const said = await listStatements(needs, tx, visit.id);
      const no = { purpose, agreed: false, language: 'en', speaker: keyOfPerson(me) } as const;
      await keep(needs, at, said, { ...no, subject: me, by: 'self', version: null, heard: null, name: null });
    }
    await at.say({ kind: 'reason', event: 'withdraw-consent', reason: purpose });
    await at.tellChanged('consent');
  });

export const placeListening: Verb<z.infer<typeof PlaceListening>> = (needs, session, { visitId, state }) =>
  atVisit(needs, session, visitId, async (at) => {
    const me = demandHeard(at);
    demandOpen(at);
    if (me.role === 'patient')
      throw new AppError('conflict', 'listening.place', 'The patient’s place is the visit’s own.');
    await at.say({ kind: 'whereabouts', of: keyOfPerson(me), state });
    await at.tellChanged('consent');
  });

export const recordSpoken: Verb<z.infer<typeof RecordSpoken>> = (needs, session, input) =>
  atVisit(needs, session, input.visitId, async (at) => {
    demandHost(at);
    demandOpen(at);
    const { purpose, agreed, language, as: by } = input;
    const subject = listHeard(at.visit).find(({ id }) => id === input.participantId);
    if (!subject) throw new AppError('not-found', 'visit.nobody', 'There is no such person in this visit.');
    if (subject.id === at.me?.id)
      throw new AppError('conflict', 'listening.own', 'Your own answer is yours to give.');
    const isPatient = subject.role === 'patient';
    if ((!isPatient && by !== 'self') || (by === 'self') !== (input.name === null))
      throw new AppError('bad-request', 'consent.by', 'Please say who said it, and for whom.');
    if (!isPatient && input.state !== undefined)
      await at.say({ kind: 'whereabouts', of: keyOfPerson(subject), state: input.state });
    const said = await listStatements(needs, at.tx, at.visit.id);
    if (agreed) demandAsked(needs, at, said, purpose);
    const heard: Heard = {
      by: at.me?.known.name ?? session.fhirUser ?? session.personKey,
      fhirUser: session.fhirUser,
      interpreter: input.interpreter,
      witness: input.witness,
    };
    const speaker = by === 'self' ? keyOfPerson(subject) : `spoken:${by}`;
    await keep(needs, at, said, {
      ...{ purpose, agreed, language, speaker, subject, by, heard, version: null, name: input.name },
    });
    await at.tellChanged('consent');
  });

interface Answer {
  purpose: ListeningPurpose;
  agreed: boolean;
  language: 'en' | 'es';
  speaker: string;
  subject: Person;
  by: z.infer<typeof AnswerListening>['as'];
  /** As it stood on a screen; null: the one in force was read out, or goes with what was read for oneself. */
  version: string | null;
  heard: Heard | null;
  /** Who said it, where that is somebody else. */
  name: string | null;
}

async function keep(needs: VisitNeeds, at: AtVisit, said: readonly Said[], answer: Answer): Promise<void> {
  const { subject, heard, version, name, ...rest } = answer;
  const { visit, session, me } = at;
  const state = placeOfPerson(subject, said);
  if (rest.agreed && state === null && subject.role !== 'patient')
    throw new AppError('conflict', 'listening.place', 'Before a yes it must be known where you are.');
  const speaker = heard ? subject : (me ?? subject);
  await needs.consents.listening.give(at.tx, {
    ...rest,
    ...{ tenantId: visit.tenantId, patientId: visit.known.patientId, visitId: visit.id },
    subject: keyOfPerson(subject),
    givenFor: GIVEN_FOR[subject.role],
    version: version ?? needs.consents.listening.text(rest.purpose, rest.language, state).version,
    ...{ modality: readWay(said), state, heard, at: at.now },
    who: {
      personKey: heard ? subject.personKey : session.personKey,
      fhirUser: heard ? subject.known.fhirUser : session.fhirUser,
      name: name ?? speaker.known.name,
      participantId: subject.id,
    },
  });
}

const GIVEN_FOR = {
  host: 'staff',
  clinician: 'staff',
  staff: 'staff',
  patient: 'patient',
  proxy: 'proxy',
  guest: 'guest',
} as const;

/** Only who can be heard in this visit is asked. */
function demandHeard({ visit, me }: AtVisit): Person {
  const heard = me && listHeard(visit).find(({ id }) => id === me.id);
  if (!heard) throw unknownVisit();
  return heard;
}

function demandOffered(needs: VisitNeeds, { visit }: AtVisit, purpose: ListeningPurpose): void {
  if (needs.listeningOf(visit.tenantId).some((one) => one.purpose === purpose)) return;
  throw new AppError('conflict', 'listening.not-offered', 'This site uses nothing of the kind.');
}

function demandAsked(needs: VisitNeeds, at: AtVisit, said: readonly Said[], purpose: ListeningPurpose): void {
  demandOpen(at);
  demandOffered(needs, at, purpose);
  if (listAsked(said).get(purpose) !== true)
    throw new AppError('conflict', 'listening.not-asked', 'Nobody asks for this any more.');
}

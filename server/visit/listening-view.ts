// What each person in a visit sees of recording and listening by software: everybody whether it may be on and what they
// themselves are asked; staff who answered what. Who said no is not told to patients and guests.
import type { z } from 'zod';
import type { ListeningPart, ListeningPerson, ListeningView, ListeningYou, OfListening } from '#domain/visit';
import type { Session } from '#server/http';
import { type AtVisit, lookAtVisit, unknownVisit } from './at-visit.ts';
import { type JudgedListening, type JudgedPerson, judgeListening } from './judge-listening.ts';
import { lastOutcomes } from './settle-listening.ts';
import { listStatements } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { maySpeakForPatient } from './who-may-speak.ts';

export async function readListening(
  needs: VisitNeeds,
  session: Session,
  { visitId, language }: z.infer<typeof OfListening>,
): Promise<ListeningView> {
  return viewListening(needs, await lookAtVisit(needs, session, visitId), language);
}

export async function viewListening(
  needs: VisitNeeds,
  at: AtVisit,
  language: 'en' | 'es',
): Promise<ListeningView> {
  const { visit, tx, session } = at;
  // Before they are let in, a guest learns nothing of the visit.
  if (session.role === 'guest' && !at.me?.wasAdmitted) throw unknownVisit();
  const outcomes = lastOutcomes(await listStatements(needs, tx, visit.id, ['listening']));
  const judged = await judgeListening(needs, tx, visit);
  const isStaff = at.actor !== 'patient' && at.actor !== 'guest';
  return {
    visitId: visit.id,
    mayAsk: at.actor === 'host',
    parts: judged.map((one): ListeningPart => {
      const { purpose, label, isAsked, now, people } = one;
      const { outcome, isBarred } = now;
      const last = outcomes.get(purpose);
      return {
        ...{ purpose, label, isAsked, outcome, isBarred },
        since: last?.outcome === outcome ? (last.since?.toISOString() ?? null) : null,
        reasons: isStaff ? now.reasons.map(shownReason) : [],
        people: isStaff ? people.map((person) => viewPerson(person, at)) : [],
        you: viewYou(needs, at, one, language),
      };
    }),
  };
}

function shownReason({
  code,
  rule,
  source,
  effectiveFrom,
  effectiveTo,
}: JudgedListening['now']['reasons'][number]) {
  return { code, rule, source, effectiveFrom, effectiveTo };
}

function viewPerson(judged: JudgedPerson, at: AtVisit): ListeningPerson {
  const { person, state } = judged;
  return {
    ...viewAnswer(judged),
    participantId: person.id,
    name: person.known.name,
    role: person.role,
    guestRole: person.known.guestRole,
    state,
    isYou: person.id === at.me?.id,
  };
}

function viewYou(
  needs: VisitNeeds,
  at: AtVisit,
  { purpose, people, isAsked }: JudgedListening,
  language: 'en' | 'es',
): ListeningYou | null {
  const mine = people.find(({ person }) => person.id === at.me?.id);
  if (!mine || !isAsked) return null;
  return {
    ...viewAnswer(mine),
    participantId: mine.person.id,
    text: needs.consents.listening.text(purpose, language, mine.state),
    needsPlace: mine.person.role !== 'patient' && mine.state === null,
    state: mine.state,
    speaksForPatient: maySpeakForPatient(needs, at.visit, mine.person),
  };
}

const FOR_A_PERSON = ['minor-alone', 'age-unknown', 'representative-of-an-adult'];

function viewAnswer({ standing, why }: JudgedPerson) {
  const { word, answer } = standing;
  return {
    stand: standOf(word, why),
    at: answer && (answer.withdrawnAt ?? answer.givenAt),
    heardBy: answer?.heard?.by ?? null,
    isCarriedOver: answer?.isOfThisVisit === false,
  };
}

function standOf(word: JudgedPerson['standing']['word'], why: string | null): ListeningPerson['stand'] {
  if (word === 'none') return 'not-answered';
  if (word !== 'yes') return word;
  if (why === null) return 'agreed';
  return FOR_A_PERSON.includes(why) ? 'review' : 'again';
}

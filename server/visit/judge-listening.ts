// Whether a visit may be recorded or listened to at this moment, worked out anew each time from what is on record: who
// is heard, where each of them is, who agreed to what. Whatever fails in it means off.
import {
  ageAt,
  decideListening,
  LISTENING_PURPOSES,
  type ListeningAnswerNow,
  type ListeningFacts,
  type ListeningPurpose,
  listStanding,
  type Standing,
  versionForRule,
} from '#domain/consent';
import { STATE_CODES, type StateCode } from '#domain/rules';
import { isOpening, isRunning } from '#domain/visit';
import type { KeptAnswer } from '#server/consent';
import type { Db } from '#server/db';
import { askGate } from './gate.ts';
import { listStatements, readAnswers, readWay, type Said } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import type { Person, Visit } from './visit-store.ts';
import { keyOfPerson, listHeard } from './who-is-heard.ts';

export type ListeningNeeds = Pick<
  VisitNeeds,
  'database' | 'licences' | 'consents' | 'listeningOf' | 'packs' | 'log' | 'now'
>;

export interface JudgedPerson {
  person: Person;
  state: StateCode | null;
  standing: Standing<KeptAnswer>;
  /** Why a yes does not count; null: it does, or there is none. */
  why: string | null;
}

export interface JudgedListening {
  purpose: ListeningPurpose;
  label: string;
  isAsked: boolean;
  now: ListeningAnswerNow;
  people: JudgedPerson[];
  facts: ListeningFacts;
}

/** Of what this site uses, and of what was asked in this visit though the site uses it no more. */
export async function judgeListening(
  needs: ListeningNeeds,
  db: Db,
  visit: Visit,
): Promise<JudgedListening[]> {
  const offered = needs.listeningOf(visit.tenantId);
  const said = await listStatements(needs, db, visit.id);
  const asked = listAsked(said);
  const purposes = LISTENING_PURPOSES.filter(
    (one) => asked.has(one) || offered.some(({ purpose }) => purpose === one),
  );
  if (purposes.length === 0) return [];
  const gate = await askGate(needs, db, visit, said);
  const around = {
    isGoingOn: isRunning(visit.state),
    isGateOpen: isOpening(gate.verdict) && visit.refusedSince === null,
  };
  const answers = await needs.consents.listening.list(db, {
    ...{ tenantId: visit.tenantId, visitId: visit.id, patientId: visit.known.patientId },
  });
  return purposes.map((purpose) => {
    const tool = offered.find((one) => one.purpose === purpose);
    const isAsked = asked.get(purpose) === true;
    const people = listPeople(needs, visit, said, answers, purpose);
    const question = buildQuestion(needs, visit, said, people, purpose);
    const facts = { purpose, isOffered: tool !== undefined, isAsked, ...around, question };
    const now = decideListening(facts, needs.packs);
    const whyOf = (id: string) => now.missing.find(({ participant }) => participant === id)?.why ?? null;
    return {
      ...{ purpose, label: tool?.label ?? '', isAsked, now, facts },
      people: people.map((one) => ({ ...one, why: whyOf(one.person.id) })),
    };
  });
}

/** What the clinician asked for last, by purpose. */
export function listAsked(said: readonly Said[]): Map<ListeningPurpose, boolean> {
  return new Map(
    said.flatMap((one) => (one.kind === 'listening-asked' ? [[one.purpose, one.isAsked] as const] : [])),
  );
}

function listPeople(
  needs: ListeningNeeds,
  visit: Visit,
  said: readonly Said[],
  answers: readonly KeptAnswer[],
  purpose: ListeningPurpose,
): JudgedPerson[] {
  const texts = needs.consents.listening.versions(purpose);
  return listHeard(visit).map((person) => {
    const state = placeOfPerson(person, said);
    const standing = listStanding(answers, keyOfPerson(person), purpose);
    const consents = standing.consents.map((one) => ({
      ...one,
      version: versionForRule(one.version, texts, state),
    }));
    return { person, state, standing: { ...standing, consents }, why: null };
  });
}

/** The patient's is the visit's own; everybody else said theirs in this visit, or nobody knows it. */
export function placeOfPerson(person: Person, said: readonly Said[]): StateCode | null {
  const key = keyOfPerson(person);
  const code =
    person.role === 'patient'
      ? readAnswers(said).where?.answer.state
      : said.flatMap((one) => (one.kind === 'whereabouts' && one.of === key ? [one.state] : [])).at(-1);
  return STATE_CODES.find((one) => one === code) ?? null;
}

function buildQuestion(
  needs: ListeningNeeds,
  visit: Visit,
  said: readonly Said[],
  people: readonly JudgedPerson[],
  purpose: ListeningPurpose,
): ListeningFacts['question'] {
  const at = needs.now().toISOString();
  const { version } = needs.consents.listening.versions(purpose);
  const patient = people.find(({ person }) => person.role === 'patient');
  return {
    ...{ id: purpose, at, patientState: patient?.state ?? null },
    modality: readWay(said),
    currentVersions: purpose === 'recording' ? { recording: version } : { aiListening: version },
    participants: people.map(({ person, state, standing }) => {
      const age = person.role === 'patient' ? ageAt(visit.known.birthDate, at, state) : null;
      return {
        ...{ ref: person.id, role: roleInRule(person), state, consents: [...standing.consents] },
        ...(age !== null && { ageYears: age }),
      };
    }),
  };
}

const ROLES = { host: 'clinician', clinician: 'clinician', staff: 'clinician', proxy: 'caregiver' } as const;

function roleInRule({ role, known }: Person): ListeningFacts['question']['participants'][number]['role'] {
  if (role === 'patient') return 'patient';
  return role === 'guest' ? (known.guestRole ?? 'other') : ROLES[role];
}

// SQL and sealing of what was said and done in a visit: written once, read in order, never changed.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { ListeningAnswerNow, ListeningPurpose } from '#domain/consent';
import {
  type CheckInAnswer,
  type CheckInAnswers,
  type EvidenceRecord,
  type ExceptionEvent,
  type ExceptionView,
  type LocationLine,
  type ModalityLine,
  NO_ANSWERS,
  type OverrideView,
  type SaidBy,
} from '#domain/visit';
import { type Database, type Db, placeOf } from '#server/db';
import { visitStatements } from './visit-tables.ts';

/** What is said, by kind; the content is sealed. */
export type Statement =
  | { kind: 'answer'; answer: CheckInAnswer }
  | { kind: 'modality'; modality: ModalityLine['modality']; reason: ModalityLine['reason'] }
  | { kind: 'identity'; identifiers: readonly string[]; by: string | null }
  | { kind: 'override'; override: Omit<OverrideView, 'overrideId' | 'at'> }
  | { kind: 'exception'; exception: Omit<ExceptionView, 'exceptionId' | 'at'> }
  | { kind: 'exception-taken-back'; exceptionId: string }
  | { kind: 'emergency'; reason: string; by: string }
  | { kind: 'gate'; verdict: string; reasons: readonly string[]; isRefusal: boolean }
  | { kind: 'evidence'; record: EvidenceRecord; digest: string }
  | { kind: 'listening-asked'; purpose: ListeningPurpose; isAsked: boolean }
  /** Where somebody other than the patient is: `of` as their consents are kept, a USPS code or null. */
  | { kind: 'whereabouts'; of: string; state: string | null }
  /** Recording or listening might be on from here, or had to be off; on what that rested. */
  | {
      kind: 'listening';
      purpose: ListeningPurpose;
      outcome: ListeningAnswerNow['outcome'];
      reasons: readonly string[];
      missing: ListeningAnswerNow['missing'];
      question: Readonly<Record<string, unknown>>;
      packs: ListeningAnswerNow['packs'];
    }
  | { kind: 'ready' }
  | { kind: 'reason'; event: string; reason: string };

/** `personKey`: whose words they are; compared, never shown. */
export type Said = Statement & { id: string; saidBy: SaidBy; personKey: string | null; saidAt: Date };

export interface Speaker {
  saidBy: SaidBy;
  personKey: string | null;
}

/** The caller holds the visit's row: positions have no gap and no double. */
export async function insertStatement(
  { database, tx }: { database: Database; tx: Db },
  of: { visitId: string; tenantId: string } & Speaker,
  statement: Statement,
  at: Date,
): Promise<string> {
  const id = randomUUID();
  const { kind, ...content } = statement;
  const place = placeOf(visitStatements, visitStatements.content, id, of.tenantId);
  const sealed = await database.vault.seal(place, JSON.stringify(content));
  const [last] = await tx
    .select({ position: sql<number>`coalesce(max(${visitStatements.position}), 0)::int` })
    .from(visitStatements)
    .where(eq(visitStatements.visitId, of.visitId));
  await tx
    .insert(visitStatements)
    .values({ id, ...of, kind, position: (last?.position ?? 0) + 1, saidAt: at, content: sealed });
  return id;
}

export async function listStatements(
  needs: { database: Database },
  db: Db,
  visitId: string,
  kinds?: readonly Statement['kind'][],
): Promise<Said[]> {
  const isKind = kinds ? [inArray(visitStatements.kind, [...kinds])] : [];
  const rows = await db
    .select()
    .from(visitStatements)
    .where(and(eq(visitStatements.visitId, visitId), ...isKind))
    .orderBy(asc(visitStatements.position));
  return Promise.all(
    rows.map(async ({ id, tenantId, kind, saidBy, personKey, saidAt, content }) => {
      const place = placeOf(visitStatements, visitStatements.content, id, tenantId);
      const plain = JSON.parse(await needs.database.vault.open(place, content)) as object;
      return { ...plain, kind, id, saidBy, personKey, saidAt } as Said;
    }),
  );
}

/** The youngest answer to each question. */
export function readAnswers(said: readonly Said[]): CheckInAnswers {
  const answers: CheckInAnswers = { ...NO_ANSWERS };
  for (const one of said) if (one.kind === 'answer') Object.assign(answers, answerOf(one.answer, one.saidAt));
  return answers;
}

function answerOf(answer: CheckInAnswer, saidAt: Date): Partial<CheckInAnswers> {
  const at = saidAt.toISOString();
  switch (answer.question) {
    case 'who':
      return { who: { isRight: answer.isRight, at } };
    case 'where':
      return { where: { answer: answer.answer, at } };
    case 'call-back':
      return { callBack: { number: answer.number, at } };
    case 'contact':
      return { contact: { answer: answer.answer, at } };
    case 'devices':
      return { devices: { answer: answer.answer, at } };
    case 'consent': {
      const { question: _, ...given } = answer;
      return { consent: { ...given, at } };
    }
  }
}

export function readLocations(said: readonly Said[]): LocationLine[] {
  return said.flatMap((one) =>
    one.kind === 'answer' && one.answer.question === 'where'
      ? [{ where: one.answer.answer, from: one.saidAt.toISOString(), saidBy: one.saidBy }]
      : [],
  );
}

export function readModalities(said: readonly Said[]): ModalityLine[] {
  return said.flatMap(({ saidAt, saidBy, ...one }) =>
    one.kind === 'modality'
      ? [{ modality: one.modality, reason: one.reason, from: saidAt.toISOString(), saidBy }]
      : [],
  );
}

/** The way they meet, as consents speak of it: with a picture, or without. */
export function readWay(said: readonly Said[]): 'video' | 'audio' {
  const last = readModalities(said).at(-1)?.modality ?? 'video';
  return last === 'video' ? 'video' : 'audio';
}

export function readOverrides(said: readonly Said[]): OverrideView[] {
  return said.flatMap((one) =>
    one.kind === 'override' ? [{ overrideId: one.id, at: one.saidAt.toISOString(), ...one.override }] : [],
  );
}

/** What was signed for and taken back, and the places between; wants answers and both kinds of exception. */
export function readExceptionEvents(said: readonly Said[]): ExceptionEvent[] {
  return said.flatMap((one): ExceptionEvent[] => {
    if (one.kind === 'exception') {
      const exception = { exceptionId: one.id, at: one.saidAt.toISOString(), ...one.exception };
      return [{ is: 'attested', exception, author: one.personKey }];
    }
    if (one.kind === 'exception-taken-back') return [{ is: 'taken-back', exceptionId: one.exceptionId }];
    if (one.kind !== 'answer' || one.answer.question !== 'where') return [];
    const { state, country } = one.answer.answer;
    return [{ is: 'place', state, country }];
  });
}

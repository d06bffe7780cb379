// SQL and sealing of what was said of signs: written once, read in order, never changed. It decides nothing.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { KeptSignWord, SignWord } from '#domain/red-flags';
import { type Database, type Db, placeOf } from '#server/db';
import { redFlagWords } from './red-flag-tables.ts';

export interface OfVisit {
  tenantId: string;
  visitId: string;
}

export type Speaker = Pick<KeptSignWord, 'saidBy' | 'personKey' | 'name'>;

interface Content {
  name: string | null;
  word: SignWord;
}

/** The caller holds the visit's row: positions have no gap and no double. */
export async function insertWord(
  { database, tx }: { database: Database; tx: Db },
  of: OfVisit,
  { name, ...speaker }: Speaker,
  word: SignWord,
  at: Date,
): Promise<void> {
  const id = randomUUID();
  const content: Content = { name, word };
  const place = placeOf(redFlagWords, redFlagWords.content, id, of.tenantId);
  const sealed = await database.vault.seal(place, JSON.stringify(content));
  const [last] = await tx
    .select({ position: sql<number>`coalesce(max(${redFlagWords.position}), 0)::int` })
    .from(redFlagWords)
    .where(eq(redFlagWords.visitId, of.visitId));
  const position = (last?.position ?? 0) + 1;
  await tx.insert(redFlagWords).values({ id, ...of, ...speaker, position, saidAt: at, content: sealed });
}

/** By visit, each in its order; a visit in which nothing was said has no entry. */
export async function listWords(
  { database }: { database: Database },
  db: Db,
  { tenantId, visitIds }: { tenantId: string; visitIds: readonly string[] },
): Promise<Map<string, KeptSignWord[]>> {
  if (visitIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(redFlagWords)
    .where(and(eq(redFlagWords.tenantId, tenantId), inArray(redFlagWords.visitId, [...visitIds])))
    .orderBy(asc(redFlagWords.position));
  const opened = await Promise.all(
    rows.map(async ({ id, visitId, position, saidBy, personKey, saidAt, content }) => {
      const place = placeOf(redFlagWords, redFlagWords.content, id, tenantId);
      const { name, word } = JSON.parse(await database.vault.open(place, content)) as Content;
      const at = saidAt.toISOString();
      return { visitId, kept: { ...word, position, saidBy, personKey, name, at } satisfies KeptSignWord };
    }),
  );
  const byVisit = Map.groupBy(opened, ({ visitId }) => visitId);
  return new Map([...byVisit].map(([visitId, all]) => [visitId, all.map(({ kept }) => kept)]));
}

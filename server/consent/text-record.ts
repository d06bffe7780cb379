// The words of consent texts as people read them, kept once for each wording: what an answer was given to can be read
// when the site's own text has changed or is gone. Knows no person, and decides nothing.
import { and, eq } from 'drizzle-orm';
import type { ConsentTextView } from '#domain/consent';
import type { Database, Db } from '#server/db';
import { consentTextsRead } from './consent-tables.ts';
import type { TextKind } from './text-file.ts';
import { type ConsentTexts, digestOfText } from './texts.ts';

export interface WhichText {
  kind: TextKind;
  version: string;
  language: 'en' | 'es';
}

/** A text that is other words today than somebody read under the same version. */
export interface ChangedText extends WhichText {
  /** When the other words were first answered. */
  firstReadAt: Date;
}

/** In the transaction of the answer. The answer: the digest of what was read. */
export async function keepText(
  tx: Db,
  { kind, version, language }: WhichText,
  text: ConsentTextView,
  at: Date,
): Promise<string> {
  const digest = digestOfText(text);
  const { title, sections } = text;
  await tx
    .insert(consentTextsRead)
    .values({ kind, version, language, digest, words: { title, sections }, firstReadAt: at })
    .onConflictDoNothing();
  return digest;
}

/** As it was worded then; null: the words were not kept. */
export async function findText(
  db: Db,
  texts: ConsentTexts,
  { kind, version, language, digest }: WhichText & { digest: string },
): Promise<ConsentTextView | null> {
  const today = texts.find(kind, version, language);
  if (today && digestOfText(today) === digest) return today;
  const [row] = await db
    .select({ words: consentTextsRead.words })
    .from(consentTextsRead)
    .where(
      and(
        eq(consentTextsRead.kind, kind),
        eq(consentTextsRead.version, version),
        eq(consentTextsRead.language, language),
        eq(consentTextsRead.digest, digest),
      ),
    );
  // Counsel's word of today is about the words of today.
  const shown = {
    kind: kind === 'guest' ? ('telehealth' as const) : kind,
    version,
    language,
    approval: null,
  };
  return row ? { ...shown, ...row.words } : null;
}

/** Texts in force or retired whose words were changed and whose version was not; one that is gone is none. */
export async function listChangedTexts(
  { db }: Pick<Database, 'db'>,
  texts: ConsentTexts,
): Promise<ChangedText[]> {
  const { kind, version, language, digest, firstReadAt } = consentTextsRead;
  const read = await db.select({ kind, version, language, digest, firstReadAt }).from(consentTextsRead);
  return read.flatMap((one) => {
    const today = texts.find(one.kind, one.version, one.language);
    const isChanged = today !== null && digestOfText(today) !== one.digest;
    const which = { kind: one.kind, version: one.version, language: one.language };
    return isChanged ? [{ ...which, firstReadAt: one.firstReadAt }] : [];
  });
}

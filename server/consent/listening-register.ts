// Who agreed to be recorded, or to be listened to by software: of whom, said by whom, in which words, heard by whom.
// Keeps and finds; what it comes to, the domain says.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import {
  type ConsentTextView,
  judgeText,
  type ListeningAnswer,
  type ListeningPurpose,
  type TextVersions,
  versionAt,
} from '#domain/consent';
import { type Database, type Db, placeOf } from '#server/db';
import { AppError } from '#server/errors';
import { consents } from './consent-tables.ts';
import { keepText } from './text-record.ts';
import type { ConsentTexts } from './texts.ts';

type ConsentRow = typeof consents.$inferSelect;

/** Who heard what was said, and wrote it down; names as they go by. */
export interface Heard {
  by: string;
  fhirUser: string | null;
  interpreter: string | null;
  witness: string | null;
}

export interface NewListeningConsent
  extends Pick<
    ListeningAnswer,
    'purpose' | 'subject' | 'speaker' | 'agreed' | 'by' | 'language' | 'modality'
  > {
  tenantId: string;
  patientId: string;
  visitId: string;
  givenFor: ConsentRow['givenFor'];
  /** As it stood on the screen. */
  version: string;
  /** USPS code of where the subject is; null: nobody knows. */
  state: string | null;
  who: { personKey: string | null; fhirUser: string | null; name: string | null; participantId: string };
  /** Null: by their own act on a screen. */
  heard: Heard | null;
  at: Date;
}

/** An answer with what is shown of it. */
export interface KeptAnswer extends ListeningAnswer {
  readonly name: string | null;
  readonly heard: Heard | null;
}

export interface ListeningRegister {
  text(purpose: ListeningPurpose, language: 'en' | 'es', state: string | null): ConsentTextView;
  versions(purpose: ListeningPurpose): TextVersions;
  /** Throws `consent.version` (409) where a yes is to another text than the one in force at that place. */
  give(tx: Db, consent: NewListeningConsent): Promise<void>;
  /**
   * Takes back every yes that this person gave, or that was given for them, in any visit of this patient. The answer:
   * those of this visit that they had said themselves are among them.
   */
  takeBack(tx: Db, of: OfPerson, at: Date): Promise<{ hadOwn: boolean }>;
  /** Of this visit and of the patient's earlier ones, oldest first. */
  list(db: Db, of: OfVisit): Promise<KeptAnswer[]>;
}

interface OfVisit {
  tenantId: string;
  patientId: string;
  visitId: string;
}

interface OfPerson extends OfVisit {
  purpose: ListeningPurpose;
  key: string;
}

interface Facts {
  patientId: string;
  who: NewListeningConsent['who'];
  heard: Heard | null;
  state: string | null;
  /** Null: this site had no such text, and could not tell what was shown. */
  textDigest: string | null;
}

export function createListening(needs: { database: Database; texts: ConsentTexts }): ListeningRegister {
  const { database, texts } = needs;
  const patientIndexOf = ({ tenantId, patientId }: { tenantId: string; patientId: string }) =>
    database.vault.blindIndex(tenantId, 'consent.patient', patientId);
  return {
    text: texts.inForce,
    versions: texts.versions,

    async give(tx, { patientId, purpose, subject, speaker, by, who, heard, state, at, ...consent }) {
      if (consent.agreed && consent.version !== versionAt(texts.versions(purpose), state))
        throw new AppError(
          'conflict',
          'consent.version',
          'The text has changed since it was shown. Please read it again.',
        );
      const id = randomUUID();
      const which = { kind: purpose, version: consent.version, language: consent.language };
      // A no may be to a text that was changed meanwhile: it is heard, with the words that were shown.
      const read = texts.find(purpose, consent.version, consent.language);
      const textDigest = read && (await keepText(tx, which, read, at));
      const facts: Facts = { patientId, who, heard, state, textDigest };
      await tx.insert(consents).values({
        ...{ ...consent, id, kind: purpose, givenBy: by, givenAt: at, withdrawnAt: null },
        ...{ subjectKey: subject, speakerKey: speaker, way: heard ? 'spoken' : 'signed' },
        patientIndex: patientIndexOf({ tenantId: consent.tenantId, patientId }),
        facts: await database.vault.seal(
          placeOf(consents, consents.facts, id, consent.tenantId),
          JSON.stringify(facts),
        ),
      });
    },

    async takeBack(tx, { purpose, key, ...of }, at) {
      const taken = await tx
        .update(consents)
        .set({ withdrawnAt: at })
        .where(
          and(
            eq(consents.tenantId, of.tenantId),
            eq(consents.patientIndex, patientIndexOf(of)),
            eq(consents.kind, purpose),
            eq(consents.agreed, true),
            isNull(consents.withdrawnAt),
            or(eq(consents.subjectKey, key), eq(consents.speakerKey, key)),
          ),
        )
        .returning({ visitId: consents.visitId, subject: consents.subjectKey, speaker: consents.speakerKey });
      const hadOwn = taken.some(
        ({ visitId, subject, speaker }) => visitId === of.visitId && subject === key && speaker === key,
      );
      return { hadOwn };
    },

    async list(db, of) {
      const rows = await db
        .select()
        .from(consents)
        .where(
          and(
            eq(consents.tenantId, of.tenantId),
            eq(consents.patientIndex, patientIndexOf(of)),
            inArray(consents.kind, ['recording', 'ai-listening']),
          ),
        )
        .orderBy(asc(consents.givenAt), asc(consents.id));
      return Promise.all(rows.map((row) => openAnswer(row, of.visitId)));
    },
  };

  async function openAnswer(row: ConsentRow, visitId: string): Promise<KeptAnswer> {
    const place = placeOf(consents, consents.facts, row.id, row.tenantId);
    const { who, heard, textDigest } = JSON.parse(await database.vault.open(place, row.facts)) as Facts;
    const purpose = row.kind as ListeningPurpose;
    const today = texts.digest({ kind: purpose, version: row.version, language: row.language });
    return {
      purpose,
      subject: row.subjectKey ?? '',
      speaker: row.speakerKey ?? '',
      agreed: row.agreed,
      version: row.version,
      isTextAsRead: judgeText({ read: textDigest, today }) === 'as-read',
      language: row.language,
      modality: row.modality ?? 'video',
      by: row.givenBy,
      givenAt: row.givenAt.toISOString(),
      withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
      interpreter: heard?.interpreter != null,
      isOfThisVisit: row.visitId === visitId,
      name: who.name,
      heard,
    };
  }
}

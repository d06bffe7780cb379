// Consents as they were given: which text, in which language, by whom, when, and whether taken back. And what the
// consent rule says of a visit.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import {
  ageAt,
  type CareNow,
  type CareStand,
  type ConsentAnswer,
  type ConsentFacts,
  type ConsentTextView,
  decideCareWord,
  decideConsent,
  findWriting,
  judgeText,
  type TextStanding,
  versionAgreedTo,
  versionAt,
  versionForRule,
  type WordOnCare,
  type WritingDuty,
} from '#domain/consent';
import { type RulePacks, type RuleReason, STATE_CODES } from '#domain/rules';
import { type Database, type Db, placeOf } from '#server/db';
import { AppError } from '#server/errors';
import { consents } from './consent-tables.ts';
import { createListening, type Heard, type ListeningRegister } from './listening-register.ts';
import type { TextKind } from './text-file.ts';
import { type ChangedText, findText, keepText, listChangedTexts } from './text-record.ts';
import type { ConsentTexts } from './texts.ts';

type ConsentRow = typeof consents.$inferSelect;

export interface NewConsent {
  tenantId: string;
  patientId: string;
  visitId: string;
  givenFor: 'patient' | 'guest';
  kind: 'telehealth';
  version: string;
  language: 'en' | 'es';
  agreed: boolean;
  by: ConsentRow['givenBy'];
  /** The way they meet when it is said, which alone it is for; null: a guest's. */
  modality: ConsentRow['modality'];
  /** USPS code of where the patient is; null: nobody knows. */
  state: string | null;
  /** Null: by their own act on a screen. */
  heard: Heard | null;
  /** Who said it: their key here, their EHR reference, the name they go by; a guest's participant. */
  who: {
    personKey: string | null;
    fhirUser: string | null;
    name: string | null;
    participantId: string | null;
  };
  at: Date;
}

export interface ConsentAsked {
  answer: ConsentAnswer;
  /** The last word of the patient's side on this way of meeting was no, or a yes was taken back. */
  hasRefused: boolean;
  /** They said yes to this text by its version, and its words were changed since. */
  isTextChanged: boolean;
  /** The yes that counts was spoken alone, and this row asks for writing; null: not so. */
  notInWriting: RuleReason | null;
  /** What the rule was asked. */
  facts: ConsentFacts;
}

/** One consent as it was given; instants are ISO 8601, UTC. */
export interface ConsentLine
  extends Pick<ConsentRow, 'kind' | 'givenFor' | 'version' | 'language' | 'agreed' | 'way' | 'modality'> {
  by: ConsentRow['givenBy'];
  /** Of what was spoken: who heard it, through which interpreter, before which witness. */
  heard: Pick<Heard, 'by' | 'interpreter' | 'witness'> | null;
  /** Who said it, as they go by. */
  name: string | null;
  givenAt: string;
  withdrawnAt: string | null;
  /** SHA-256 (hex) of the words that were shown; null: not kept. */
  textDigest: string | null;
  /** Whether those words still stand under that version. */
  textStanding: TextStanding;
}

export interface ConsentRegister {
  /** Consents of everybody to recording and to listening by software. */
  listening: ListeningRegister;
  /** The text in force: of the patient's consent, in the words of the place where they are, or of a guest's. */
  text(language: 'en' | 'es', givenFor: NewConsent['givenFor'], state: string | null): ConsentTextView;
  /** As it was worded when this consent was given; null: those words were not kept. */
  findText(
    db: Db,
    of: Pick<ConsentLine, 'kind' | 'givenFor' | 'version' | 'language' | 'textDigest'>,
  ): Promise<ConsentTextView | null>;
  /** Texts that somebody read in other words than those which stand under the same version today. */
  listChangedTexts(): Promise<ChangedText[]>;
  /** Throws `consent.version` (409) when a yes is to another text than the one in force at that place. */
  give(tx: Db, consent: NewConsent): Promise<void>;
  /** Of this visit; true when there was something to take back. */
  withdraw(tx: Db, of: { visitId: string; kind: 'telehealth' }, at: Date): Promise<boolean>;
  /** Everything ever said of this visit's consents, oldest first, a guest's own beside the patient's. */
  list(db: Db, of: { tenantId: string; visitId: string }): Promise<ConsentLine[]>;
  /** Where the visit stands with the patient's word, on the way they meet now. */
  stand(
    db: Db,
    of: { visitId: string } & Pick<CareNow, 'state' | 'modality'>,
    at: Date,
  ): Promise<CareStanding>;
  ask(
    db: Db,
    of: {
      visitId: string;
      state: string | null;
      modality: 'video' | 'audio';
      /** As recorded; partial dates leave the age unknown where it matters. */
      birthDate: string | null;
    },
    at: Date,
  ): Promise<ConsentAsked>;
}

export interface CareStanding extends Pick<CareStand, 'word' | 'asksAgain' | 'mayAgreeAloud'> {
  /** Of a word that was spoken: who heard it, and when (ISO 8601); null: by their own act, or no word. */
  heard: { by: string; at: string } | null;
  /** What the place of the patient says of writing; null: nothing. */
  writing: WritingDuty | null;
}

const KIND_FOR = { patient: 'telehealth', guest: 'guest' } as const;

export function createConsents(needs: {
  database: Database;
  packs: RulePacks;
  texts: ConsentTexts;
}): ConsentRegister {
  const { database, packs, texts } = needs;
  const careTexts = texts.versions('telehealth');
  const codeOf = (state: string | null) => STATE_CODES.find((one) => one === state) ?? null;
  const writingIn = (state: string | null, at: Date) => findWriting(packs, codeOf(state), at.toISOString());
  const listRows = (db: Db, visitId: string): Promise<ConsentRow[]> =>
    db
      .select()
      .from(consents)
      .where(
        and(eq(consents.visitId, visitId), eq(consents.kind, 'telehealth'), eq(consents.givenFor, 'patient')),
      )
      .orderBy(asc(consents.givenAt));
  const listWords = async (db: Db, visitId: string): Promise<Word[]> => {
    const rows = await listRows(db, visitId);
    return Promise.all(rows.map(async (row) => wordOf(row, await openFacts(row))));
  };
  const standingOf = (row: ConsentRow, { textDigest }: Facts): TextStanding =>
    judgeText({
      read: textDigest ?? null,
      today: texts.digest({ ...row, kind: kindOfText(row) }),
    });
  const wordOf = (row: ConsentRow, facts: Facts): Word => ({
    ...{ row, facts, agreed: row.agreed, version: row.version, modality: row.modality, way: row.way },
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    isTextAsRead: standingOf(row, facts) === 'as-read',
  });
  const openFacts = async (row: ConsentRow): Promise<Facts> =>
    JSON.parse(await database.vault.open(placeOf(consents, consents.facts, row.id, row.tenantId), row.facts));
  return {
    listening: createListening({ database, texts }),

    text: (language, givenFor, state) => texts.inForce(KIND_FOR[givenFor], language, state),
    async findText(db, { version, language, textDigest: digest, ...of }) {
      const which = { kind: kindOfText(of), version, language };
      return digest === null ? null : findText(db, texts, { ...which, digest });
    },
    listChangedTexts: () => listChangedTexts(database, texts),

    async give(tx, { patientId, by, who, heard, state, at, ...consent }) {
      const kind = KIND_FOR[consent.givenFor];
      if (consent.agreed && consent.version !== versionAt(texts.versions(kind), state))
        throw new AppError(
          'conflict',
          'consent.version',
          'The text has changed since it was shown. Please read it again.',
        );
      const id = randomUUID();
      const place = placeOf(consents, consents.facts, id, consent.tenantId);
      // A no may be to a text that was changed meanwhile: it is heard, with the words that were shown.
      const read = texts.find(kind, consent.version, consent.language);
      const which = { kind, version: consent.version, language: consent.language };
      const textDigest = read && (await keepText(tx, which, read, at));
      const facts: Facts = { patientId, who, heard, state, textDigest };
      await tx.insert(consents).values({
        ...{ ...consent, id, givenBy: by, givenAt: at, withdrawnAt: null },
        way: heard ? 'spoken' : 'signed',
        patientIndex: database.vault.blindIndex(consent.tenantId, 'consent.patient', patientId),
        facts: await database.vault.seal(place, JSON.stringify(facts)),
      });
    },

    async withdraw(tx, { visitId, kind }, at) {
      const taken = await tx
        .update(consents)
        .set({ withdrawnAt: at })
        .where(
          and(
            eq(consents.visitId, visitId),
            eq(consents.kind, kind),
            eq(consents.givenFor, 'patient'),
            eq(consents.agreed, true),
            isNull(consents.withdrawnAt),
          ),
        )
        .returning({ id: consents.id });
      return taken.length > 0;
    },

    async list(db, { tenantId, visitId }) {
      const rows = await db
        .select()
        .from(consents)
        .where(and(eq(consents.tenantId, tenantId), eq(consents.visitId, visitId)))
        .orderBy(asc(consents.givenAt), asc(consents.id));
      return Promise.all(
        rows.map(async (row) => {
          const { kind, givenFor, version, language, agreed, givenBy: by, way, modality } = row;
          const facts = await openFacts(row);
          const { who, heard } = facts;
          return {
            ...{ kind, givenFor, version, language, agreed, by, name: who.name, way, modality },
            ...{ textDigest: facts.textDigest ?? null, textStanding: standingOf(row, facts) },
            heard: heard ? { by: heard.by, interpreter: heard.interpreter, witness: heard.witness } : null,
            givenAt: row.givenAt.toISOString(),
            withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
          };
        }),
      );
    },

    async stand(db, { visitId, state, modality }, date) {
      const words = await listWords(db, visitId);
      const writing = writingIn(state, date);
      const now = { texts: careTexts, state, modality, needsWriting: writing?.isSure === true };
      const { word, asksAgain, mayAgreeAloud, last } = decideCareWord(words, now);
      const heard = last?.facts.heard;
      const at = last?.withdrawnAt ?? last?.row.givenAt.toISOString() ?? '';
      return { word, asksAgain, mayAgreeAloud, heard: heard ? { by: heard.by, at } : null, writing };
    },

    async ask(db, { visitId, state, modality, birthDate }, at) {
      const words = await listWords(db, visitId);
      const given = words.filter(({ agreed }) => agreed);
      const writing = writingIn(state, at);
      const needsWriting = writing?.isSure === true;
      const { word, asksAgain } = decideCareWord(words, { texts: careTexts, state, modality, needsWriting });
      const described = given.map((one) => ({
        ...describeConsent(one.row, versionForRule(versionAgreedTo(one), careTexts, state)),
        interpreter: one.facts.heard?.interpreter != null,
      }));
      const age = ageAt(birthDate, at.toISOString(), codeOf(state));
      const facts: ConsentFacts = {
        id: 'visit',
        at: at.toISOString(),
        patientState: state as ConsentFacts['patientState'],
        modality,
        wants: { recording: false, aiListening: false },
        currentVersions: { telehealth: careTexts.version },
        participants: [
          {
            ref: 'patient',
            role: 'patient',
            state: state as ConsentFacts['patientState'],
            ...(age !== null && { ageYears: age }),
            consents: described,
          },
        ],
      };
      return {
        answer: decideConsent(facts, packs),
        hasRefused: word === 'refused' || word === 'taken-back',
        isTextChanged: asksAgain === 'changed-text',
        notInWriting: asksAgain === 'in-writing' ? (writing?.reason ?? null) : null,
        facts,
      };
    },
  };
}

interface Facts extends Pick<NewConsent, 'patientId' | 'who'> {
  /** Absent in consents of before they were kept. */
  heard?: Heard | null;
  state?: string | null;
  textDigest?: string | null;
}

/** A guest agrees to a text of their own. */
const kindOfText = ({ kind, givenFor }: Pick<ConsentRow, 'kind' | 'givenFor'>): TextKind =>
  kind === 'telehealth' ? KIND_FOR[givenFor === 'guest' ? 'guest' : 'patient'] : kind;

interface Word extends WordOnCare {
  row: ConsentRow;
  facts: Facts;
}

type Described = ConsentFacts['participants'][number]['consents'][number];

/** `version`: as the rule compares it at the place where the patient is. */
function describeConsent(row: ConsentRow, version: string): Described {
  return {
    kind: row.kind,
    version,
    givenAt: row.givenAt.toISOString(),
    ...(row.modality && { modality: row.modality }),
    language: row.language,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    by: row.givenBy,
  };
}

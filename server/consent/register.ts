// Consents as they were given: which text, in which language, by whom, when, and whether taken back. And what the
// consent rule says of a visit.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import {
  ageAt,
  type ConsentAnswer,
  type ConsentFacts,
  type ConsentTextView,
  decideConsent,
} from '#domain/consent';
import { type RulePacks, STATE_CODES } from '#domain/rules';
import { type Database, type Db, placeOf } from '#server/db';
import { AppError } from '#server/errors';
import { consents } from './consent-tables.ts';
import guest from './guest-1.json' with { type: 'json' };
import { createListening, type Heard, type ListeningRegister } from './listening-register.ts';
import telehealth from './telehealth-1.json' with { type: 'json' };

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
  /** The last word of the patient's side was no, or a yes was taken back. */
  hasRefused: boolean;
  /** What the rule was asked. */
  facts: ConsentFacts;
}

/** One consent as it was given; instants are ISO 8601, UTC. */
export interface ConsentLine
  extends Pick<ConsentRow, 'kind' | 'givenFor' | 'version' | 'language' | 'agreed' | 'way'> {
  by: ConsentRow['givenBy'];
  /** Of what was spoken: who heard it, through which interpreter, before which witness. */
  heard: Pick<Heard, 'by' | 'interpreter' | 'witness'> | null;
  /** Who said it, as they go by. */
  name: string | null;
  givenAt: string;
  withdrawnAt: string | null;
}

export interface ConsentRegister {
  /** Consents of everybody to recording and to listening by software. */
  listening: ListeningRegister;
  /** The text in force: of the patient's consent, or of what a guest agrees to. */
  text(language: 'en' | 'es', givenFor?: NewConsent['givenFor']): ConsentTextView;
  /** Throws `consent.version` (409) when the text shown is not the one in force. */
  give(tx: Db, consent: NewConsent): Promise<void>;
  /** Of this visit; true when there was something to take back. */
  withdraw(tx: Db, of: { visitId: string; kind: 'telehealth' }, at: Date): Promise<boolean>;
  /** Everything ever said of this visit's consents, oldest first, a guest's own beside the patient's. */
  list(db: Db, of: { tenantId: string; visitId: string }): Promise<ConsentLine[]>;
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

const TEXTS = { patient: telehealth, guest } as const;
const CURRENT = telehealth.version;

export function createConsents(needs: { database: Database; packs: RulePacks }): ConsentRegister {
  const { database, packs } = needs;
  const list = (db: Db, visitId: string): Promise<ConsentRow[]> =>
    db
      .select()
      .from(consents)
      .where(
        and(eq(consents.visitId, visitId), eq(consents.kind, 'telehealth'), eq(consents.givenFor, 'patient')),
      )
      .orderBy(asc(consents.givenAt));
  return {
    listening: createListening({ database }),

    text: (language, givenFor = 'patient') => ({
      kind: 'telehealth',
      version: TEXTS[givenFor].version,
      language,
      ...TEXTS[givenFor][language],
    }),

    async give(tx, { patientId, by, who, at, ...consent }) {
      if (consent.version !== TEXTS[consent.givenFor].version)
        throw new AppError(
          'conflict',
          'consent.version',
          'The text has changed since it was shown. Please read it again.',
        );
      const id = randomUUID();
      const place = placeOf(consents, consents.facts, id, consent.tenantId);
      await tx.insert(consents).values({
        ...{ ...consent, id, givenBy: by, givenAt: at, withdrawnAt: null },
        patientIndex: database.vault.blindIndex(consent.tenantId, 'consent.patient', patientId),
        facts: await database.vault.seal(place, JSON.stringify({ patientId, who })),
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
        rows.map(async ({ kind, givenFor, version, language, agreed, givenBy, way, ...row }) => {
          const place = placeOf(consents, consents.facts, row.id, tenantId);
          const { who, heard } = JSON.parse(await database.vault.open(place, row.facts)) as Pick<
            NewConsent,
            'who'
          > & { heard?: Heard | null };
          return {
            ...{ kind, givenFor, version, language, agreed, by: givenBy, name: who.name, way },
            heard: heard ? { by: heard.by, interpreter: heard.interpreter, witness: heard.witness } : null,
            givenAt: row.givenAt.toISOString(),
            withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
          };
        }),
      );
    },

    async ask(db, { visitId, state, modality, birthDate }, at) {
      const given = await list(db, visitId);
      const last = given.at(-1);
      const known = STATE_CODES.find((one) => one === state) ?? null;
      const age = ageAt(birthDate, at.toISOString(), known);
      const facts: ConsentFacts = {
        id: 'visit',
        at: at.toISOString(),
        patientState: state as ConsentFacts['patientState'],
        modality,
        wants: { recording: false, aiListening: false },
        currentVersions: { telehealth: CURRENT },
        participants: [
          {
            ref: 'patient',
            role: 'patient',
            state: state as ConsentFacts['patientState'],
            ...(age !== null && { ageYears: age }),
            consents: given.filter(({ agreed }) => agreed).map(describeConsent),
          },
        ],
      };
      return {
        answer: decideConsent(facts, packs),
        hasRefused: last !== undefined && (!last.agreed || last.withdrawnAt !== null),
        facts,
      };
    },
  };
}

function describeConsent(row: ConsentRow): ConsentFacts['participants'][number]['consents'][number] {
  return {
    kind: row.kind,
    version: row.version,
    givenAt: row.givenAt.toISOString(),
    language: row.language,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    by: row.givenBy,
  };
}

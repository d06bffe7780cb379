// Signs that cannot wait, of one visit: asks the rule what was told, keeps it, and says how the visit stands. It lowers
// nothing: there is no verb that could. Whose visit it is, and who may speak in it, the caller has found out.
import {
  type AskedSignsView,
  decideOwnStage,
  decideStanding,
  findRedFlags,
  type GoOnWord,
  type KeptSignWord,
  listAllSigns,
  listAskedSigns,
  listLinesFor,
  type OwnSignsView,
  type PlaceThen,
  type SignsLine,
  type SignsView,
  type SignTelling,
  type SignWritten,
} from '#domain/red-flags';
import { type RulePacks, STATE_CODES } from '#domain/rules';
import type { Database, Db } from '#server/db';
import { insertWord, listWords, type OfVisit, type Speaker } from './word-store.ts';

export type { Speaker } from './word-store.ts';

/** Whom it is about, and where they say they are. */
interface About {
  place: PlaceThen | null;
  /** Whole years; null: not known. */
  ageYears: number | null;
  at: Date;
}

export interface RedFlagRegister {
  ask(about: About): AskedSignsView;
  /** Every sign, also what is asked of nobody in writing: for staff alone. */
  listAll(about: About): AskedSignsView;
  /** `reported`: of a guest's own accord, which answers none of the patient's questions. */
  tell(
    tx: Db,
    of: OfVisit,
    by: Speaker,
    telling: SignTelling,
    about: About,
    way?: 'asked' | 'reported',
  ): Promise<void>;
  /** By staff, of what was said aloud or seen. Their own words are kept and not read for signs: they picked them. */
  writeDown(tx: Db, of: OfVisit, by: Speaker, written: SignWritten, about: About): Promise<void>;
  /** Words written to the clinician: kept where they name a sign, and not otherwise. True: they do. */
  hear(tx: Db, of: OfVisit, by: Speaker, words: string, about: About): Promise<boolean>;
  goOn(tx: Db, of: OfVisit, by: Speaker, word: GoOnWord, at: Date): Promise<void>;
  /** Nothing is written twice; what was told after `upTo` stays unseen. */
  acknowledge(tx: Db, of: OfVisit, by: Speaker, upTo: number, at: Date): Promise<void>;
  read(db: Db, of: OfVisit): Promise<SignsView>;
  /** Of what this person told, and nobody else. */
  readOwn(db: Db, of: OfVisit, personKey: string, about: About): Promise<OwnSignsView>;
  /** For lists, by visit. */
  readLines(
    db: Db,
    of: { tenantId: string; visitIds: readonly string[] },
  ): Promise<(visitId: string) => SignsLine>;
  /** Everything, as it was written down. */
  list(db: Db, of: OfVisit): Promise<KeptSignWord[]>;
}

export function createRedFlags({
  database,
  packs,
}: {
  database: Database;
  packs: RulePacks;
}): RedFlagRegister {
  const needs = { database };
  const wordsOf = async (db: Db, { tenantId, visitId }: OfVisit) =>
    (await listWords(needs, db, { tenantId, visitIds: [visitId] })).get(visitId) ?? [];

  return {
    ask: (about) => ({
      signs: listAskedSigns(whereOf(about), about.ageYears ?? undefined, packs).map((one) => ({ ...one })),
    }),

    listAll: (about) => ({ signs: listAllSigns(whereOf(about), packs).map((one) => ({ ...one })) }),

    async tell(tx, of, by, { answers, words, language }, about, way = 'asked') {
      const word = { ...judge(about, answers, words), kind: 'told', way, language } as const;
      await insertWord({ database, tx }, of, by, word, about.at);
    },

    async writeDown(tx, of, by, { answers, words, toldBy }, about) {
      const judged = { ...judge(about, answers, null), words };
      const word = { ...judged, kind: 'told', way: 'aloud', toldBy, language: null } as const;
      await insertWord({ database, tx }, of, by, word, about.at);
    },

    async hear(tx, of, by, words, about) {
      const judged = judge(about, [], words);
      if (judged.answer.flags.length === 0) return false;
      const word = { ...judged, kind: 'told', way: 'chat', language: null } as const;
      await insertWord({ database, tx }, of, by, word, about.at);
      return true;
    },

    goOn: (tx, of, by, word, at) => insertWord({ database, tx }, of, by, { kind: 'went-on', word }, at),

    async acknowledge(tx, of, by, seen, at) {
      const words = await wordsOf(tx, of);
      const before = decideStanding(words);
      const upTo = Math.min(seen, words.at(-1)?.position ?? 0);
      if (before.acknowledged || upTo === 0) return;
      await insertWord({ database, tx }, of, by, { kind: 'acknowledged', upTo }, at);
    },

    async read(db, of) {
      return view(await wordsOf(db, of));
    },

    async readOwn(db, of, personKey, about) {
      const { stage, flags } = decideOwnStage(await wordsOf(db, of), personKey);
      const crisisLines = flags.length > 0 ? listLinesFor(flags, whereOf(about), packs) : [];
      return { stage, hasSign: flags.length > 0, crisisLines };
    },

    async readLines(db, of) {
      const all = await listWords(needs, db, of);
      return (visitId) => {
        const { urgency, acknowledged, lastToldAt } = view(all.get(visitId) ?? []);
        const isUrgent = urgency === 'emergency' || urgency === 'crisis';
        return { urgency, at: lastToldAt, isNew: isUrgent && acknowledged === null };
      };
    },

    list: wordsOf,
  };

  function judge(about: About, answers: SignTelling['answers'], words: string | null) {
    const { ageYears, place } = about;
    const facts = {
      ...{ ...whereOf(about), answers },
      ...(ageYears !== null && { ageYears }),
      ...(words !== null && { reason: words }),
    };
    return {
      ...{ answers, words, ageYears, answer: findRedFlags(facts, packs) },
      place: place ?? { state: null, country: null },
    };
  }
}

function whereOf({ place, at }: About) {
  const state = STATE_CODES.find((code) => code === place?.state) ?? null;
  return {
    at: at.toISOString(),
    patientState: state,
    ...(place?.country && { patientCountry: place.country }),
  };
}

function view(words: readonly KeptSignWord[]): SignsView {
  const { urgency, isTold, found, open, upTo, acknowledged } = decideStanding(words);
  const told = words.filter((one) => one.kind === 'told');
  return {
    ...{ urgency, isTold, found, open, upTo, acknowledged },
    words: told.flatMap(({ words: text, at, saidBy, way, toldBy = null }) =>
      text === null ? [] : [{ text, at, saidBy, way, toldBy }],
    ),
    wentOn: words.flatMap((one) => (one.kind === 'went-on' ? [{ word: one.word, at: one.at }] : [])),
    lastToldAt: told.at(-1)?.at ?? null,
  };
}

// Keeps one draft in step with the server: what is typed is stored within two seconds, what cannot be stored waits
// and is tried again, and text of another page never takes the place of text nobody looked at. Says truly what is
// stored. Must not know how anything is drawn.
import type { NoteContent, NoteDraft, OtherText, Saved } from '#domain/documentation';
import { ApiError } from '#lib/api';
import { isSameContent } from './compare-contents.ts';
import type { DraftJournal, LeftText } from './draft-journal.ts';

/** After the last key, and at most after the first one that is not stored. */
const PAUSE_MS = 700;
const LONGEST_PAUSE_MS = 1500;
const RETRY_MS = [1000, 2000, 4000, 8000];

/** Why nothing is stored now; `no-draft`: it was signed or discarded elsewhere, and this text is the only copy. */
export type Trouble = 'no-answer' | 'locked' | 'signed-out' | 'refused' | 'no-draft';

/** Another text of this draft, to be looked at beside this page's. */
export interface Rival {
  readonly content: NoteContent;
  readonly at: string | null;
  readonly by: OtherText['by'] | null;
  /** `stored`: it is the draft now, and this page's text is not. `aside`: it was kept beside the draft. */
  readonly is: 'stored' | 'aside';
  readonly settles: readonly string[];
}

export interface DraftSight {
  readonly content: NoteContent;
  readonly light: 'saved' | 'saving' | 'not-saved';
  readonly savedAt: string | null;
  readonly trouble: Trouble | null;
  /** The revision that holds `content`; null: it is not stored. */
  readonly revision: number | null;
  readonly rivals: readonly Rival[];
}

export interface SaveOrder {
  readonly baseRevision: number;
  readonly content: NoteContent;
  readonly page: string;
  readonly settles: string[];
}

export interface KeeperNeeds {
  readonly page: string;
  /** Rejects with `ApiError`. */
  send(order: SaveOrder): Promise<Saved>;
  /** The draft as it is stored now; null: there is none any more. */
  ask(): Promise<NoteDraft | null>;
  /** Null: there was no key to keep anything with. */
  readonly journal: DraftJournal | null;
}

export interface DraftKeeper {
  sight(): DraftSight;
  subscribe(tell: () => void): () => void;
  edit(content: NoteContent): void;
  /** The draft as it was just read; older than what is known, it says nothing. */
  hear(draft: NoteDraft): void;
  /** Puts this text in the place of both. */
  settle(rival: Rival, content: NoteContent): void;
  /** True: all of it is stored. */
  flush(): Promise<boolean>;
  /** Tries once more what is not stored, and ends. */
  stop(): void;
}

export function createDraftKeeper(needs: KeeperNeeds, draft: NoteDraft): DraftKeeper {
  let stored = draft;
  let content = draft.content;
  /** The draft that holds another page's text where this page's was to stand. */
  let contested: NoteDraft | null = null;
  let settles: readonly string[] = [];
  let sending: Promise<void> | null = null;
  let trouble: Trouble | null = null;
  let failures = 0;
  let unstoredSince: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let seen: DraftSight;
  const ears = new Set<() => void>();

  const isStored = () => settles.length === 0 && isSameContent(content, stored.content);
  const look = (): DraftSight => ({
    content,
    light: trouble || contested ? 'not-saved' : isStored() ? 'saved' : 'saving',
    savedAt: stored.savedAt,
    trouble,
    revision: isStored() && !contested ? stored.revision : null,
    rivals: [
      ...(contested ? [rivalOf(contested, needs.page)] : []),
      ...othersOf(stored, needs.page, settles),
    ],
  });
  const tell = () => {
    seen = look();
    for (const ear of ears) ear();
  };

  const keep = () => {
    // Without the draft there is no key any more: what would be kept could never be read.
    if ((isStored() && !contested) || trouble === 'no-draft') needs.journal?.drop();
    else needs.journal?.keep({ baseRevision: stored.revision, content });
  };
  const plan = (wait: number) => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void save(), wait);
  };
  const planSoon = () => {
    const now = performance.now();
    unstoredSince ??= now;
    plan(Math.max(0, Math.min(PAUSE_MS, unstoredSince + LONGEST_PAUSE_MS - now)));
  };

  const save = (): Promise<void> => {
    clearTimeout(timer);
    if (contested || isStored() || trouble === 'no-draft') return Promise.resolve();
    sending ??= sendOnce().finally(() => {
      sending = null;
      tell();
      if (!isStopped && !contested && !isStored() && !trouble) planSoon();
    });
    return sending;
  };
  const sendOnce = async () => {
    const order = { baseRevision: stored.revision, content, page: needs.page, settles: [...settles] };
    try {
      const saved = await needs.send(order);
      acknowledge(order, saved);
    } catch (error) {
      await fail(error);
    }
    keep();
  };
  const acknowledge = (order: SaveOrder, saved: Saved) => {
    const others = stored.others.filter(({ otherId }) => !order.settles.includes(otherId));
    stored = { ...stored, ...saved, content: order.content, others };
    settles = settles.filter((one) => !order.settles.includes(one));
    trouble = null;
    failures = 0;
    unstoredSince = null;
  };
  const fail = async (error: unknown) => {
    if (error instanceof ApiError && error.code === 'note.conflict') return contest();
    trouble = troubleOf(error);
    if (trouble === 'refused' || trouble === 'no-draft') return;
    failures += 1;
    plan(RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 0);
  };
  const contest = async () => {
    const now = await needs.ask().catch(() => undefined);
    if (now === undefined) {
      trouble = 'no-answer';
      return plan(RETRY_MS[0] ?? 0);
    }
    if (now === null || now.draftId !== stored.draftId) {
      trouble = 'no-draft';
      return;
    }
    trouble = null;
    // An answer was lost: what is stored is this page's own, and what was typed since goes on from there.
    if (isOwn(now, needs.page, stored.revision) || isSameContent(now.content, content)) {
      settles = ownOthers(now, needs.page);
      stored = now;
    } else contested = now;
  };

  tell();
  seen = look();
  return {
    sight: () => seen,
    subscribe(ear) {
      ears.add(ear);
      return () => ears.delete(ear);
    },
    edit(next) {
      content = next;
      if (trouble === 'refused') trouble = null;
      keep();
      if (!contested && !isStored() && !trouble) planSoon();
      tell();
    },
    hear(draftNow) {
      if (isStopped || sending || contested || draftNow.draftId !== stored.draftId) return;
      const isNewer = draftNow.revision > stored.revision;
      if (draftNow.revision < stored.revision || (isNewer && !isStored())) return;
      if (isNewer) content = draftNow.content;
      stored = { ...draftNow, content: isNewer ? draftNow.content : stored.content };
      tell();
    },
    settle(rival, next) {
      if (rival.is === 'stored' && contested) {
        stored = contested;
        contested = null;
      }
      settles = [...new Set([...settles, ...rival.settles])];
      content = next;
      keep();
      void save();
      tell();
    },
    async flush() {
      for (let turn = 0; turn < 3 && !contested && !isStored() && trouble !== 'no-draft'; turn += 1)
        await save();
      return seen.light === 'saved';
    },
    stop() {
      // What was typed while a save is on its way goes after it.
      void (sending ? sending.then(save) : save());
      isStopped = true;
      clearTimeout(timer);
      ears.clear();
    },
  };
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return 'no-answer';
  if (error.code === 'note.no-draft') return 'no-draft';
  if (error.status === 423) return 'locked';
  if (error.status === 401) return 'signed-out';
  return [400, 403, 404, 413, 422].includes(error.status) ? 'refused' : 'no-answer';
}

/** The draft is what this page stored last, one step on from what it knew. */
function isOwn({ savedBy, revision }: NoteDraft, page: string, known: number): boolean {
  return savedBy?.page === page && revision === known + 1;
}

const ownOthers = (draft: NoteDraft, page: string): string[] =>
  draft.others.filter((one) => one.page === page).map(({ otherId }) => otherId);

function rivalOf(draft: NoteDraft, page: string): Rival {
  const { content, savedAt, savedBy } = draft;
  return { is: 'stored', content, at: savedAt, by: savedBy, settles: ownOthers(draft, page) };
}

/** This page's own text beside the draft is in the page already. */
function othersOf(draft: NoteDraft, page: string, settled: readonly string[]): Rival[] {
  return draft.others
    .filter((one) => one.page !== page && !settled.includes(one.otherId))
    .map(({ content, at, by, otherId }) => ({ is: 'aside', content, at, by, settles: [otherId] }));
}

/**
 * Gives the server what pages before this one left unsent. Text that goes on from what is stored becomes the draft;
 * other text is kept beside it, to be looked at. Answers with the draft as it is then.
 */
export async function restoreLeft(
  needs: Pick<KeeperNeeds, 'send' | 'ask'>,
  draft: NoteDraft,
  left: readonly LeftText[],
): Promise<NoteDraft> {
  let now = draft;
  for (const one of left) {
    if (isSameContent(one.content, now.content)) {
      await one.drop();
      continue;
    }
    const goesOn = isOwn(now, one.page, one.baseRevision);
    const order = {
      baseRevision: goesOn ? now.revision : one.baseRevision,
      content: one.content,
      page: one.page,
    };
    const isTaken = await needs.send({ ...order, settles: [] }).then(
      () => true,
      (error: unknown) => error instanceof ApiError && error.code === 'note.conflict',
    );
    // Not taken: it stays in the browser and is offered again by the next page.
    if (!isTaken) continue;
    await one.drop();
    now = (await needs.ask().catch(() => null)) ?? now;
  }
  return now;
}

// What of a draft the server has not yet acknowledged, kept in this browser under the key the server gave for this
// draft. Only the newest text is written; while one write runs, later ones wait as one.
import { type NoteContent, NoteContent as NoteContentShape } from '#domain/documentation';
import { readSealKey, type SealKey, seal, unseal } from '#lib/sealing';
import { dropTexts, keepText, listLeftTexts, nameOf, PAGE, tellLiving } from '#lib/unsent';

/** Text that was typed upon a revision of the draft and not acknowledged. */
export interface UnsentText {
  readonly baseRevision: number;
  readonly content: NoteContent;
}

/** Found again: written by a page that lives no more, or by an editor of this page that was closed. */
export interface LeftText extends UnsentText {
  readonly page: string;
  drop(): Promise<void>;
}

export interface DraftJournal {
  readonly left: readonly LeftText[];
  keep(text: UnsentText): void;
  drop(): void;
}

interface KeyOfDraft {
  readonly keyId: string;
  readonly key: string;
}

/** `onTrouble`: this browser keeps nothing; whoever types must know. Rejects where there is no key. */
export async function openDraftJournal(given: KeyOfDraft, onTrouble: () => void): Promise<DraftJournal> {
  const { keyId } = given;
  const key = await readSealKey(given.key);
  tellLiving();
  const left = await readLeft(key, keyId).catch(() => {
    onTrouble();
    return [];
  });
  return { left, ...createWriter(key, keyId, onTrouble) };
}

async function readLeft(key: SealKey, keyId: string): Promise<LeftText[]> {
  const kept = await listLeftTexts(keyId);
  const opened = await Promise.all(
    kept.map(async (one): Promise<LeftText | null> => {
      const text = await unseal(key, nameOf(one), one);
      const unsent = text === null ? null : readUnsent(text);
      return unsent && { ...unsent, page: one.page, drop: () => dropTexts([one]) };
    }),
  );
  return opened.filter((one) => one !== null);
}

function readUnsent(text: string): UnsentText | null {
  const { baseRevision, content } = JSON.parse(text) as UnsentText;
  const shaped = NoteContentShape.safeParse(content);
  return shaped.success && Number.isInteger(baseRevision) ? { baseRevision, content: shaped.data } : null;
}

function createWriter(key: SealKey, keyId: string, onTrouble: () => void): Omit<DraftJournal, 'left'> {
  const own = { keyId, page: PAGE };
  let wanted: UnsentText | 'nothing' | null = null;
  let isWriting = false;
  const write = async () => {
    if (isWriting) return;
    isWriting = true;
    while (wanted !== null) {
      const now = wanted;
      wanted = null;
      await (now === 'nothing' ? dropTexts([own]) : sealAndKeep(now)).catch(onTrouble);
    }
    isWriting = false;
  };
  const sealAndKeep = async (text: UnsentText) =>
    keepText({ ...own, ...(await seal(key, nameOf(own), JSON.stringify(text))), at: Date.now() });
  return {
    keep(text) {
      wanted = text;
      void write();
    },
    drop() {
      wanted = 'nothing';
      void write();
    },
  };
}

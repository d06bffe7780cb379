// Knows the draft that is being written: as it stands in the page, and how much of it the server has.
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { NoteContent, NoteDraft } from '#domain/documentation';
import { PAGE } from '#lib/unsent';
import { openDraftJournal } from './draft-journal.ts';
import { createDraftKeeper, type DraftKeeper, type DraftSight, restoreLeft } from './draft-keeper.ts';
import { askDraft, askDraftKey, type OfVisit, sendDraft } from './note-queries.ts';

export interface KeptDraft {
  readonly keeper: DraftKeeper;
  readonly sight: DraftSight;
  /** This browser keeps nothing of what is not yet stored: closing the window would lose it. */
  readonly isBare: boolean;
}

/**
 * Null while text that was left in the browser is being looked for. `onLeftOver`: the draft went while some of its
 * text was not stored; the page holds the only copy.
 */
export function useDraftKeeper(
  { launchId, visitId }: OfVisit,
  draft: NoteDraft,
  onLeftOver: (content: NoteContent) => void,
): KeptDraft | null {
  const { draftId } = draft;
  const [keeper, setKeeper] = useState<DraftKeeper | null>(null);
  const [isBare, setBare] = useState(false);
  const readDraft = useEffectEvent(() => draft);
  const tellLeftOver = useEffectEvent((left: DraftSight) => {
    if (left.light !== 'saved') onLeftOver(left.content);
  });
  useEffect(() => {
    const visit = { launchId, visitId };
    let made: DraftKeeper | null = null;
    let isGone = false;
    const open = async () => {
      const onTrouble = () => setBare(true);
      const journal = await askDraftKey(visit, draftId)
        .then((key) => openDraftJournal(key, onTrouble))
        .catch(() => {
          onTrouble();
          return null;
        });
      const needs = {
        page: PAGE,
        send: (order: Parameters<typeof sendDraft>[2]) => sendDraft(visit, draftId, order),
        ask: () => askDraft(visit),
        journal,
      };
      const now = await restoreLeft(needs, readDraft(), journal?.left ?? []);
      if (isGone) return;
      made = createDraftKeeper(needs, now);
      setKeeper(made);
    };
    void open();
    return () => {
      isGone = true;
      if (made) tellLeftOver(made.sight());
      made?.stop();
      setKeeper(null);
    };
  }, [launchId, visitId, draftId]);
  useEffect(() => keeper?.hear(draft), [keeper, draft]);

  const sight = useSyncExternalStore(keeper?.subscribe ?? subscribeToNothing, () => keeper?.sight() ?? null);
  const isUnstored = sight !== null && sight.light !== 'saved';
  useEffect(() => {
    if (!isUnstored) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const tryAgain = () => void keeper?.flush();
    window.addEventListener('beforeunload', ask);
    window.addEventListener('online', tryAgain);
    return () => {
      window.removeEventListener('beforeunload', ask);
      window.removeEventListener('online', tryAgain);
    };
  }, [isUnstored, keeper]);
  return keeper && sight && { keeper, sight, isBare };
}

const subscribeToNothing = () => () => undefined;

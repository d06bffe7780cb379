// Puts the note together: its routes, the keys that go with a log-out, and what other areas may ask.
import type { NoteMark, SignedNote } from '#domain/documentation';
import type { HttpRow, Log } from '#server/http';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { deleteKeys } from './draft-keys.ts';
import { documentationRoutes } from './routes.ts';
import { findSignedNote, listNoteMarks } from './signed-store.ts';

export interface Documentation {
  routes: HttpRow[];
  /** Null: no such signed note in this tenant. Not inside a transaction. */
  findSignedNote(tenantId: string, signedNoteId: string): Promise<SignedNote | null>;
  /** What was signed for a visit, without a word of it; oldest first. */
  listNoteMarks(tenantId: string, visitId: string): Promise<NoteMark[]>;
  close(): Promise<void>;
}

export interface DocumentationPartsNeeds extends DocumentationNeeds {
  /** Calls back with a launch of which something changed; empty: any may have. */
  onSessionChange(listener: (launchId: string) => void): void;
  log: Log;
}

const SWEEP_MS = 10 * 60_000;

export function createDocumentation(needs: DocumentationPartsNeeds): Documentation {
  const { database } = needs;
  const running = new Set<Promise<void>>();
  const sweep = (launchId?: string) => {
    const one: Promise<void> = deleteKeys(needs, launchId === undefined ? {} : { launchId })
      .catch(() =>
        needs.log.warn({ code: 'note.keys' }, 'keys of drafts could not be deleted; tried again soon'),
      )
      .finally(() => running.delete(one));
    running.add(one);
  };
  needs.onSessionChange((launchId) => sweep(launchId === '' ? undefined : launchId));
  const timer = setInterval(() => sweep(), SWEEP_MS);
  timer.unref();
  return {
    routes: documentationRoutes(needs),
    findSignedNote: (tenantId, id) => findSignedNote({ database }, tenantId, id),
    listNoteMarks: (tenantId, visitId) => listNoteMarks({ database }, tenantId, visitId),
    async close() {
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}

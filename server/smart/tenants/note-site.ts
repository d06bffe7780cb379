// What a tenant's `site` says of its notes. A word it does not understand is as good as none.
import { listNoteTypes, NoteSite as NoteTypes } from '#profiles/visit-note';
import type { Tenant } from './tenant-schema.ts';

export interface NoteSite {
  /** Code of the note type the EHR files visits under: the first of the site's list. */
  noteType: string | null;
  /** IANA name of the hospital's zone: times in notes, and the day on which a credential was verified. */
  timeZone: string | null;
}

export function noteSiteOf(tenant: Tenant | undefined): NoteSite {
  const { timeZone } = tenant?.site ?? {};
  const types = NoteTypes.safeParse(tenant?.site ?? {});
  return {
    noteType: types.success && types.data.noteType ? (listNoteTypes(types.data)[0]?.code ?? null) : null,
    timeZone: typeof timeZone === 'string' && isZone(timeZone) ? timeZone : null,
  };
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

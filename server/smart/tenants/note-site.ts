// What a tenant's `site` says of its notes. A word it does not understand is as good as none.
import type { Tenant } from './tenant-schema.ts';

export interface NoteSite {
  /** LOINC of the note type the EHR files visits under. */
  noteType: string | null;
  /** IANA name of the zone in which times stand in notes. */
  timeZone: string | null;
}

const LOINC = /^\d{1,7}-\d$/;

export function noteSiteOf(tenant: Tenant | undefined): NoteSite {
  const { noteType, timeZone } = tenant?.site ?? {};
  return {
    noteType: typeof noteType === 'string' && LOINC.test(noteType) ? noteType : null,
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

// What keeps a note from being sent to this kind of EHR, found before it is sent.
import type { Reason } from '#domain/launch';
import {
  LOINC,
  listNoteTypes,
  type NoteCode,
  type NoteFacts,
  type NoteSite,
  type NoteVariant,
  REFUSED_BY_EPIC,
  wayOfNote,
} from './note-facts.ts';

/** R4 dateTime with a time and a zone, as Oracle Health wants `period.end` (ehr-integration 3.2). */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Empty: it may be sent. Codes only; the words belong to a screen. */
export function listNoteFaults(variant: NoteVariant, facts: NoteFacts, site: NoteSite): Reason[] {
  const type = typeOf(facts, site);
  const ownList = site.noteType === undefined && variant !== 'epic' ? null : listNoteTypes(site);
  const isListed = ownList === null || ownList.some(({ code }) => code === type.code);
  const isRefused = variant === 'epic' && REFUSED_BY_EPIC.includes(type.code);
  const faults: [isFault: boolean, code: string, data?: Record<string, string>][] = [
    [facts.text.trim() === '', 'note.text-missing'],
    // Half a character has no bytes; sending something else in its place would change the signed text.
    [!facts.text.isWellFormed(), 'note.text-broken'],
    [!/^Patient\/[\w.-]{1,64}$/.test(facts.patient), 'note.patient-missing'],
    [!/^(Practitioner|PractitionerRole)\/[\w.-]{1,64}$/.test(facts.author.reference), 'note.author-missing'],
    [!isListed || isRefused, 'note.type-not-taken', { code: type.code }],
    [variant === 'epic' && facts.encounter === null, 'note.encounter-missing'],
    [wayOfNote(variant, facts.kind) === 'update' && facts.earlier === null, 'note.earlier-missing'],
    [!INSTANT.test(endOf(facts)), 'note.end-missing'],
  ];
  return faults.flatMap(([isFault, code, data = {}]) => (isFault ? [{ code, data }] : []));
}

export function typeOf(facts: NoteFacts, site: NoteSite): NoteCode {
  return (
    listNoteTypes(site).find(({ code }) => code === facts.typeCode) ?? { system: LOINC, code: facts.typeCode }
  );
}

/** A visit that has no end yet, or had none, is documented up to the signature. */
export function endOf({ visit, signedAt }: NoteFacts): string {
  return visit.end ?? signedAt;
}

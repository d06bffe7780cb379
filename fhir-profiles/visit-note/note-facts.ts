// What a signed note is before it is said in FHIR, what a site decides about notes, and how corrections travel to
// each kind of EHR. Data and shapes; builds nothing.
import { z } from 'zod';

export type NoteVariant = 'generic' | 'epic' | 'oracle';
export type NoteKind = 'note' | 'addendum' | 'replacement' | 'entered-in-error';

/** A note as it was signed; nothing in it may change on the way. */
export interface NoteFacts {
  kind: NoteKind;
  /** Our visible reference, `WS-…`: it stands at the end of `text` too. */
  reference: string;
  title: string;
  /** LOINC, or a code of the site's own note types. */
  typeCode: string;
  text: string;
  /** ISO instant. */
  signedAt: string;
  /** `reference`: `Practitioner/…`, the person under whose launch it was signed. */
  author: { reference: string; name: string };
  /** `Patient/…` */
  patient: string;
  /** `Encounter/…` */
  encounter: string | null;
  /** ISO instants; null where the visit did not begin or has not ended. */
  visit: { start: string | null; end: string | null };
  /** What it adds to or replaces, as the EHR knows it (`DocumentReference/…`); null: it does not. */
  earlier: string | null;
}

const NoteType = z.union([
  z.string().regex(/^\d{1,7}-\d$/, 'must be a LOINC code, or { system, code, display? }'),
  z.strictObject({ system: z.string().min(1), code: z.string().min(1), display: z.string().optional() }),
]);

/** The part of a tenant's `site` that is about notes. */
export const NoteSite = z.object({
  /** One, or the site's allow-list with the one for a visit first. */
  noteType: z.union([NoteType, z.array(NoteType).min(1)]).optional(),
  /** Epic: `preliminary` files a draft for review; pre-charting visits demand it. */
  docStatus: z.enum(['final', 'preliminary']).optional(),
});
export type NoteSite = z.infer<typeof NoteSite>;

export interface NoteCode {
  system: string;
  code: string;
  display?: string | undefined;
}

export const LOINC = 'http://loinc.org';

/** US Core clinical note types that a visit can have; the first is what a visit is by default. */
const USUAL_TYPES: readonly NoteCode[] = [
  { system: LOINC, code: '11506-3', display: 'Progress note' },
  { system: LOINC, code: '11488-4', display: 'Consult note' },
  { system: LOINC, code: '34117-2', display: 'History and physical note' },
  { system: LOINC, code: '28570-0', display: 'Procedure note' },
];

/** Epic takes no discharge summary, hospital discharge note or letter this way (ehr-integration 2.4). */
export const REFUSED_BY_EPIC: readonly string[] = ['18842-5', '34105-7', '69730-0'];

/** The site's list, else the usual ones; the first is the one for a visit. */
export function listNoteTypes(site: NoteSite): readonly NoteCode[] {
  if (site.noteType === undefined) return USUAL_TYPES;
  return [site.noteType].flat().map((one) => {
    if (typeof one !== 'string') return one;
    return USUAL_TYPES.find(({ code }) => code === one) ?? { system: LOINC, code: one };
  });
}

export type NoteWay = 'create' | 'update';

/**
 * Whether it is a document of its own or a new version of the earlier one. Epic knows no update of notes: every
 * correction is a note of its own. Oracle Health amends and withdraws by an update (ehr-integration 2.4, 3.1,
 * design point 15); US Core replaces by a new one and withdraws by an update (Writing Clinical Notes).
 */
export function wayOfNote(variant: NoteVariant, kind: NoteKind): NoteWay {
  if (variant === 'epic') return 'create';
  if (kind === 'entered-in-error') return 'update';
  return variant === 'oracle' && kind === 'replacement' ? 'update' : 'create';
}

// A signed note, as areas that deliver or quote it are given it. It never changes: what corrects it is a signed text
// of its own that names it.
import { z } from 'zod';

export const SignedNote = z.object({
  id: z.string(),
  /** Shared by everything signed for one visit. */
  noteId: z.string(),
  visitId: z.string(),
  tenantId: z.string(),
  kind: z.enum(['note', 'addendum', 'replacement', 'entered-in-error']),
  /** Id of the signed note it adds to, replaces or withdraws. */
  of: z.string().nullable(),
  title: z.string(),
  /** LOINC: the site's own choice, else 11506-3 (progress note; US Core clinical notes). */
  typeCode: z.string(),
  /** Frozen, with the line `Ref WS-…` at its end. */
  text: z.string(),
  /** sha256, hex, of the UTF-8 of `text`. */
  digest: z.string(),
  reference: z.string(),
  /** ISO instant, UTC. */
  signedAt: z.string(),
  author: z.object({
    /** `Practitioner/…` */
    reference: z.string(),
    name: z.string().nullable(),
    /** Whose token may deliver it; null: the EHR never said who they are, by an id_token. */
    iss: z.string().nullable(),
    sub: z.string().nullable(),
    /** The same pair as sessions know it; never shown. */
    personKey: z.string(),
  }),
  launchId: z.string(),
  /** `Patient/…` */
  patient: z.string(),
  /** `Encounter/…`; null: the visit was made of none and the launch gave none. */
  encounter: z.string().nullable(),
});
export type SignedNote = z.infer<typeof SignedNote>;

/** LOINC 11506-3, Progress note: what the EHRs' lists have for a visit (US Core; no telehealth type is verified). */
export const DEFAULT_NOTE_TYPE = '11506-3';

/** That something was signed, without a word of it. */
export const NoteMark = SignedNote.pick({
  id: true,
  noteId: true,
  kind: true,
  of: true,
  reference: true,
  signedAt: true,
});
export type NoteMark = z.infer<typeof NoteMark>;

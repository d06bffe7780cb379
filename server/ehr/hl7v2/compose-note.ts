// A signed note as MDM (v2.5.1, chapter 9): what it is in TXA, its text line by line in OBX. The text is the signed
// one, letter by letter; ends of lines alone are said in HL7's way.

import { type Hl7Parties, named, partySegments } from './parties.ts';
import { instant, type MessageHead, message, segment } from './segments.ts';

/** What of a signed note is told; `SignedNote` of #domain/documentation has all of it but the first. */
export interface Hl7Note {
  /** The reference (`WS-…`) of what it adds to, replaces or withdraws; null: it stands alone. */
  parentReference: string | null;
  kind: 'note' | 'addendum' | 'replacement' | 'entered-in-error';
  reference: string;
  title: string;
  /** LOINC. */
  typeCode: string;
  text: string;
  /** ISO instant. */
  signedAt: string;
}

/**
 * The structure is MDM_T02 for all. What was entered in error is replaced by a document that says so: a document
 * that was made available for care is never cancelled (T11 is for those that were not; 9.6.11).
 */
const EVENTS = { note: 'T02', addendum: 'T06', replacement: 'T10', 'entered-in-error': 'T10' } as const;

/** `at`: when the visit was, ISO instant; null: not known. */
export interface NoteMessage extends Pick<MessageHead, 'site' | 'messageId' | 'composedAt'> {
  parties: Hl7Parties;
  note: Hl7Note;
  at: string | null;
}

/** The whole message, segments ended by CR. Its own number (TXA-12) is our visible reference. */
export function composeNote({ parties, note, at, ...head }: NoteMessage): string {
  const { site } = head;
  const clinician = named(parties.clinician);
  const signedAt = instant(note.signedAt);
  const txa = segment('TXA', {
    1: '1',
    2: site.documentType,
    3: 'TX',
    4: at && instant(at),
    5: clinician,
    6: signedAt,
    9: clinician,
    10: clinician,
    12: documentNumber(note.reference, site.sendingApplication),
    13: note.parentReference && documentNumber(note.parentReference, site.sendingApplication),
    // Table 0271: signed by who answers for it; table 0273: for care.
    17: 'LA',
    19: 'AV',
    // PPN: the person, and in its last component when they signed.
    22: [...clinician, null, signedAt],
    25: note.title,
  });
  const lines = note.text.split(/\r\n|\r|\n/).map((line, at) =>
    segment('OBX', {
      1: `${at + 1}`,
      2: 'TX',
      3: [note.typeCode, note.title, 'LN'],
      5: line,
      11: 'F',
    }),
  );
  return message({ ...head, type: ['MDM', EVENTS[note.kind], 'MDM_T02'] }, [
    ...partySegments(site, parties),
    txa,
    ...lines,
  ]);
}

/** EI: a number, and the application that gave it. */
function documentNumber(reference: string, application: string): string[] {
  return [reference, application];
}

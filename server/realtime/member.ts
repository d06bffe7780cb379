// What the area that owns a visit tells of one person in it. Asked anew at every message, in and out:
// nothing here is remembered as a right.
import type { Session } from '#server/http';

export interface Member {
  /** The participant's id in the visit; the same on every device and after every reload. */
  participantId: string;
  /** The audiences this person belongs to, e.g. `['staff', 'participant:p-7']`. */
  hears: readonly string[];
  /** Entries before this number are not theirs to read (a guest who came later). Absent: all. */
  hearsFrom?: number;
  /** Members of one circle may exchange media with each other; null: with nobody yet. */
  circle: string | null;
}

/** Null: no member of that visit (any more). A throw counts as null: the door stays closed. */
export type FindMember = (session: Session, visitId: string) => Promise<Member | null>;

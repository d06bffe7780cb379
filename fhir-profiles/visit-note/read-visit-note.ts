// Reads a note back as an EHR gives it, whoever wrote it: what is needed to tell whether it is the one we sent.
// Judges nothing.
import { z } from 'zod';
import { isFhirId } from '#domain/launch';
import { Backbone, Concept, DateTime, decodeText, listCodes, Period, Reference } from '#profiles/elements';
import { REFERENCE_SYSTEM } from './build-visit-note.ts';

export interface VisitNoteRead {
  id: string;
  version: string | null;
  status: string | null;
  docStatus: string | null;
  /** `Patient/…` */
  patient: string | null;
  encounter: string | null;
  /** References as they stand; names are not read. */
  authors: string[];
  typeCodes: string[];
  /** Our reference where the EHR keeps identifiers, else the one its text ends with; null: none of ours. */
  reference: string | null;
  /** Of its first attachment; null where it is not text or lies elsewhere (`textAt`). */
  text: string | null;
  /** `Binary/…` or another address of the first attachment's bytes. */
  textAt: string | null;
  /** The EHR's or ours; for a time window. */
  date: string | null;
  end: string | null;
  relatesTo: { code: string; target: string }[];
}

const Attachment = z.object({
  contentType: z.string().nullish(),
  data: z.string().nullish(),
  url: z.string().nullish(),
  creation: DateTime.nullish(),
});
const Shape = z.object({
  resourceType: z.literal('DocumentReference'),
  id: z.string().refine(isFhirId),
  meta: z.object({ versionId: z.string().nullish(), lastUpdated: DateTime.nullish() }).nullish(),
  identifier: z.array(z.object({ system: z.string().nullish(), value: z.string().nullish() })).nullish(),
  status: z.string().nullish(),
  docStatus: z.string().nullish(),
  type: Concept.nullish(),
  subject: Reference.nullish(),
  author: z.array(Reference).nullish(),
  date: DateTime.nullish(),
  relatesTo: z.array(Backbone.extend({ code: z.string().nullish(), target: Reference.nullish() })).nullish(),
  content: z.array(Backbone.extend({ attachment: Attachment.nullish() })).nullish(),
  context: z.object({ encounter: z.array(Reference).nullish(), period: Period.nullish() }).nullish(),
});

/** The last mark of its kind: a note may quote another one's. */
const MARK = /\bRef (WS-[A-Z0-9-]{4,40})\b/g;

/** Null for what is no DocumentReference in R4's form. */
export function readVisitNote(resource: unknown): VisitNoteRead | null {
  const parsed = Shape.safeParse(resource);
  if (!parsed.success) return null;
  const { data: note } = parsed;
  const attachment = note.content?.[0]?.attachment;
  const text = attachment?.data && isText(attachment.contentType) ? decodeText(attachment.data) : null;
  const named = note.identifier?.find(({ system }) => system === REFERENCE_SYSTEM)?.value;
  return {
    id: note.id,
    version: note.meta?.versionId ?? null,
    status: note.status ?? null,
    docStatus: note.docStatus ?? null,
    patient: note.subject?.reference ?? null,
    encounter: note.context?.encounter?.[0]?.reference ?? null,
    authors: (note.author ?? []).flatMap(({ reference }) => reference ?? []),
    typeCodes: listCodes(note.type).map(({ code }) => code),
    reference: named ?? readMark(text),
    text,
    textAt: attachment?.url ?? null,
    date: note.date ?? attachment?.creation ?? note.meta?.lastUpdated ?? null,
    end: note.context?.period?.end ?? null,
    relatesTo: (note.relatesTo ?? []).flatMap(({ code, target }) =>
      code && target?.reference ? [{ code, target: target.reference }] : [],
    ),
  };
}

/** Our visible reference in a text, `WS-…`; null: it bears none. */
export function readMark(text: string | null): string | null {
  return text === null ? null : ([...text.matchAll(MARK)].at(-1)?.[1] ?? null);
}

function isText(contentType: string | null | undefined): boolean {
  return /^text\/plain\b/i.test(contentType ?? '');
}

// Reads a US Core DocumentReference into a row of the documents: what it is, and where its bytes are. Never the
// bytes themselves.
import { z } from 'zod';
import type { AttachmentRow, DocumentRow } from '#domain/chart';
import {
  Backbone,
  buildEntry,
  Concept,
  DateTime,
  EntryFrame,
  listCodes,
  nameOf,
  Period,
  type Read,
  Reference,
  readEntry,
  readReferenceId,
  SimpleText,
  textOf,
} from '#profiles/elements';

const Attachment = z.object({
  contentType: SimpleText.nullish(),
  title: SimpleText.nullish(),
  creation: DateTime.nullish(),
  size: z.number().int().nonnegative().nullish(),
  url: SimpleText.nullish(),
  data: z.string().nullish(),
});
const Shape = EntryFrame.extend({
  status: SimpleText.nullish(),
  docStatus: SimpleText.nullish(),
  type: Concept.nullish(),
  category: z.array(Concept).nullish(),
  date: DateTime.nullish(),
  author: z.array(Reference).nullish(),
  description: SimpleText.nullish(),
  relatesTo: z.array(Backbone.extend({ code: SimpleText.nullish(), target: Reference.nullish() })).nullish(),
  content: z.array(Backbone.extend({ attachment: Attachment.nullish() })).nullish(),
  context: z.object({ encounter: z.array(Reference).nullish(), period: Period.nullish() }).nullish(),
});

/** Superseded ones stay in the record as not current. */
export function readDocumentReference(resource: unknown): Read<DocumentRow> {
  return readEntry({ resourceType: 'DocumentReference', shape: Shape }, resource, (entry) => {
    if (entry.status === 'entered-in-error' || entry.docStatus === 'entered-in-error') return null;
    const attachments = (entry.content ?? []).flatMap(({ attachment }) =>
      attachment ? [readAttachment(attachment)] : [],
    );
    const type = textOf(entry.type);
    const titles = attachments.map(({ title }) => title);
    return {
      ...buildEntry(entry, {
        text: [entry.description, ...titles, type].find((one) => one?.trim()) ?? null,
        date: entry.date ?? entry.context?.period?.start ?? null,
        dateIs: 'written',
        status: entry.status ?? null,
        isCurrent: entry.status !== 'superseded',
        author: (entry.author ?? []).map(nameOf).filter(Boolean).join(', ') || null,
        codes: listCodes(entry.type),
        encounterId: readReferenceId(entry.context?.encounter?.[0]?.reference, 'Encounter'),
      }),
      type,
      docStatus: entry.docStatus ?? null,
      category: (entry.category ?? []).flatMap((one) => listCodes(one).map(({ code }) => code)),
      attachments,
      replaces: (entry.relatesTo ?? []).flatMap(({ code, target }) => {
        const id = readReferenceId(target?.reference, 'DocumentReference');
        return code === 'replaces' && id ? [id] : [];
      }),
    };
  });
}

function readAttachment(attachment: z.infer<typeof Attachment>): AttachmentRow {
  const binaryId = readReferenceId(attachment.url, 'Binary');
  const isInline = typeof attachment.data === 'string' && attachment.data !== '';
  return {
    contentType: attachment.contentType ?? null,
    title: attachment.title ?? null,
    created: attachment.creation ?? null,
    size: attachment.size ?? null,
    binaryId,
    isInline,
    isElsewhere: Boolean(attachment.url) && binaryId === null && !isInline,
  };
}

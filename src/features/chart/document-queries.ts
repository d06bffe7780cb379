// One document's content, ready to be put into the page. The cleaner and the readers travel with the first
// document that is opened.
import { queryOptions } from '@tanstack/react-query';
import type { DocumentRow } from '#domain/chart';

/** A piece of a document: text that stays text, nodes that the sanitiser let through, or the bytes of a PDF. */
export type DocumentPart =
  | { kind: 'text'; id: string; title: string | null; text: string }
  | { kind: 'html'; id: string; nodes: DocumentFragment }
  | { kind: 'pdf'; id: string; bytes: ArrayBuffer };

export function documentQuery(
  launchId: string,
  documentId: string,
  place: number,
  attachment: DocumentRow['attachments'][number],
) {
  return queryOptions({
    queryKey: ['document', launchId, documentId, place],
    queryFn: async ({ signal }): Promise<DocumentPart[]> => {
      const { readDocument } = await import('./document-reading.ts');
      return readDocument(launchId, documentId, place, attachment, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  });
}

// Fetches a document's bytes from our server and makes them fit to be shown: nothing of it may run, load
// from elsewhere, or look like a part of our own screen.
import type { DocumentRow } from '#domain/chart';
import { ApiError, getBlob, getJson } from '#lib/api';
import { showOverrides } from '#lib/odd-letters';
import { launchBase } from '#lib/paths';
import { saveFile } from '#lib/save-file';
import { cleanHtml } from './clean-html.ts';
import type { DocumentPart } from './document-queries.ts';
import { listCdaParts } from './list-cda-parts.ts';

/** More than this is no page to read; it can be downloaded. */
const MOST_BYTES = 3_000_000;
const MOST_PDF_BYTES = 30_000_000;

type Attachment = DocumentRow['attachments'][number];

export async function readDocument(
  launchId: string,
  documentId: string,
  place: number,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<DocumentPart[]> {
  const bytes = await readBytes(launchId, documentId, place, attachment, signal);
  const type = (attachment.contentType ?? '').toLowerCase();
  const isPdf = type.startsWith('application/pdf');
  if (bytes.size > (isPdf ? MOST_PDF_BYTES : MOST_BYTES))
    throw new ApiError(413, 'document-too-large', null, '');
  if (isPdf && bytes.size > 0) return [{ kind: 'pdf', id: 'pdf', bytes: await bytes.arrayBuffer() }];
  const text = decode(await bytes.arrayBuffer(), attachment.contentType ?? '');
  if (type.includes('html')) return [{ kind: 'html', id: 'page', nodes: cleanHtml(text) }];
  if (type.includes('xml')) return listCdaParts(text).map(withoutOverrides);
  return text.trim() === '' ? [] : [withoutOverrides({ kind: 'text', id: 'text', title: null, text })];
}

function withoutOverrides(part: DocumentPart): DocumentPart {
  if (part.kind !== 'text') return part;
  return { ...part, title: part.title && showOverrides(part.title), text: showOverrides(part.text) };
}

async function readBytes(
  launchId: string,
  documentId: string,
  place: number,
  { binaryId }: Pick<Attachment, 'binaryId'>,
  signal?: AbortSignal,
): Promise<Blob> {
  const ask = signal ? { signal } : {};
  const base = `${launchBase(launchId)}/fhir`;
  if (binaryId !== null) {
    const address = `${base}/Binary/${encodeURIComponent(binaryId)}?of=${encodeURIComponent(documentId)}`;
    return getBlob(address, ask);
  }
  const path = `${base}/DocumentReference/${encodeURIComponent(documentId)}`;
  const reference = await getJson<{ content?: { attachment?: { data?: string; contentType?: string } }[] }>(
    path,
    ask,
  );
  const attachment = reference.content?.[place]?.attachment;
  if (typeof attachment?.data !== 'string') throw new ApiError(0, 'document-not-there', null, '');
  const bytes = Uint8Array.from(atob(attachment.data.replaceAll(/\s/g, '')), (byte) => byte.charCodeAt(0));
  return new Blob([bytes]);
}

/** By the charset the record names; UTF-8 where it names none we know. */
function decode(bytes: ArrayBuffer, contentType: string): string {
  const named = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).decode(bytes);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return new TextDecoder().decode(bytes);
  }
}

/** Gives a document to the browser to keep, as bytes of no type that could be shown or run here. */
export async function saveDocument(
  launchId: string,
  documentId: string,
  place: number,
  attachment: Attachment,
  name: string,
): Promise<void> {
  const bytes = await readBytes(launchId, documentId, place, attachment);
  saveFile(fileName(name, attachment.contentType ?? ''), 'application/octet-stream', bytes);
}

const ENDINGS = { pdf: 'pdf', rtf: 'rtf', jpeg: 'jpg', png: 'png', tiff: 'tif', xml: 'xml' };

/** No character of the record that a file system or a shell could take for more than a name. */
function fileName(name: string, contentType: string): string {
  const plain =
    name
      .replaceAll(/[^\p{L}\p{N} -]+/gu, ' ')
      .trim()
      .slice(0, 80) || 'document';
  const ending = Object.entries(ENDINGS).find(([word]) => contentType.toLowerCase().includes(word));
  return ending ? `${plain}.${ending[1]}` : plain;
}

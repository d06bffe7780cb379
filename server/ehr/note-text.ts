// The text of a note that an EHR keeps in a Binary of its own, put where a note's text is read.
import type { DocumentReference, Resource } from '@medplum/fhirtypes';
import { AppError } from '#server/errors';
import type { Line } from './addresses.ts';
import type { EhrChannel } from './ehr-channel.ts';

/** `isWhole` false: there is a text and it could not be read. */
export async function fillText(
  channel: Pick<EhrChannel, 'readBinary'>,
  line: Line,
  resource: Resource,
): Promise<{ resource: Resource; isWhole: boolean }> {
  if (resource.resourceType !== 'DocumentReference') return { resource, isWhole: true };
  const [first, ...rest] = (resource as DocumentReference).content ?? [];
  const { url, data, contentType } = first?.attachment ?? {};
  const id = /^Binary\/([A-Za-z0-9.-]{1,64})$/.exec(url ?? '')?.[1];
  if (!first || data !== undefined || id === undefined || !/^text\/plain\b/i.test(contentType ?? ''))
    return { resource, isWhole: true };
  const ending = new AbortController();
  try {
    const { pieces } = await channel.readBinary(line, id, ending.signal);
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    const bytes = Buffer.concat(parts);
    const attachment = { ...first.attachment, data: bytes.toString('base64') };
    return {
      resource: { ...resource, content: [{ ...first, attachment }, ...rest] } as Resource,
      isWhole: true,
    };
  } catch (thrown) {
    if (thrown instanceof AppError) return { resource, isWhole: false };
    throw thrown;
  } finally {
    ending.abort();
  }
}

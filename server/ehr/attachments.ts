// Which attachments a launch may fetch: those that a checked resource of that launch has named, and no other.
// Ids only, in memory, for a bounded number of launches; another instance learns them anew.
import type { Resource } from '@medplum/fhirtypes';
import { readReferenceId } from '#profiles/elements';
import { EhrFailure } from './failures.ts';

export interface Attachments {
  /** Remembers what this checked resource names. */
  note(launchId: string, resource: Resource): void;
  has(launchId: string, binaryId: string): boolean;
  /** One more is being sent to this launch, until `over`; throws `ehr.attachments-open` past the limit. */
  begin(launchId: string, over: AbortSignal): void;
}

/** Each holds one of the places at the EHR for as long as the browser takes. */
const MOST_OPEN = 4;
const MOST_LAUNCHES = 5_000;
const MOST_IDS = 5_000;

export function createAttachments(): Attachments {
  const seen = new Map<string, Set<string>>();
  const open = new Map<string, number>();
  return {
    begin(launchId, over) {
      if (over.aborted) return;
      const count = open.get(launchId) ?? 0;
      if (count >= MOST_OPEN) throw new EhrFailure('ehr.attachments-open');
      open.set(launchId, count + 1);
      const end = () => {
        const left = (open.get(launchId) ?? 1) - 1;
        if (left > 0) open.set(launchId, left);
        else open.delete(launchId);
      };
      over.addEventListener('abort', end, { once: true });
    },
    note(launchId, resource) {
      const ids = listBinaryIds(resource);
      if (ids.length === 0) return;
      const known = seen.get(launchId) ?? new Set();
      // The launch used last stands last; the first is let go.
      seen.delete(launchId);
      seen.set(launchId, known);
      for (const id of ids) if (known.size < MOST_IDS) known.add(id);
      const [oldest] = seen.keys();
      if (seen.size > MOST_LAUNCHES && oldest !== undefined) seen.delete(oldest);
    },
    has: (launchId, binaryId) => seen.get(launchId)?.has(binaryId) ?? false,
  };
}

/** `content[].attachment.url` of documents; references are relative by now. */
function listBinaryIds(resource: Resource): string[] {
  if (resource.resourceType !== 'DocumentReference') return [];
  const content: unknown = 'content' in resource ? resource.content : undefined;
  if (!Array.isArray(content)) return [];
  return content.flatMap((one: { attachment?: { url?: unknown } | null } | null) => {
    const url = one?.attachment?.url;
    const id = typeof url === 'string' ? readReferenceId(url, 'Binary') : null;
    return id === null ? [] : [id];
  });
}

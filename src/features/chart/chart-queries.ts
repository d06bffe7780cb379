// What the chart asks: the whole of it in one stream, one list again, the next page of a list, one
// resource. An answer about somebody else ends all of it. Must not know how a row is drawn.
import {
  queryOptions,
  experimental_streamedQuery as streamedQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import type { AnyRow, ChartLine, ChartListName, DigestList } from '#domain/chart';
import { ApiError, streamJson } from '#lib/api';
import { isolateWithin } from '#lib/isolate-within';
import { apiPath } from '#lib/paths';

/** The lines that have come so far. */
export type ChartLines = { readonly [Name in ChartListName]?: Extract<ChartLine, { list: Name }> };

const NOTHING_YET: ChartLines = {};

function withLine(lines: ChartLines, line: ChartLine): ChartLines {
  return { ...lines, [line.list]: line };
}

/**
 * Passes the lines on and stops at the one that is about another patient. Words of the record are held apart
 * here, once, so that no part of the screen can forget it.
 */
async function* safeLines(path: string, signal: AbortSignal): AsyncGenerator<ChartLine> {
  for await (const line of streamJson<ChartLine>(path, { signal })) {
    if (line.state === 'wrong-patient') throw new ApiError(409, 'wrong-patient', null, '');
    yield line.state === 'ready' ? ({ ...line, rows: isolateWithin(line.rows) } as ChartLine) : line;
  }
}

export function chartQuery(launchId: string) {
  return queryOptions({
    queryKey: ['chart', launchId],
    queryFn: streamedQuery<ChartLine, ChartLines>({
      streamFn: ({ signal }) => safeLines(apiPath(launchId, 'chart'), signal),
      reducer: withLine,
      initialValue: NOTHING_YET,
    }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
}

/** Reads one list again; its line takes the old one's place. */
export function useReadAgain(launchId: string, list: ChartListName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<ChartLine> => {
      const path = apiPath(launchId, `chart?list=${list}`);
      for await (const line of safeLines(path, new AbortController().signal)) return line;
      throw new ApiError(0, 'network', null, '');
    },
    onSuccess: (line) =>
      client.setQueryData(chartQuery(launchId).queryKey, (lines) => withLine(lines ?? NOTHING_YET, line)),
  });
}

/** The next page of a list, asked by the FHIR client and read by the same rules as the first. */
export function useNextPage(launchId: string, list: ChartListName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (next: string) => {
      const { readNextPage, joinRows } = await import('./record-reading.ts');
      return { page: await readNextPage(launchId, list, next), joinRows };
    },
    onSuccess: ({ page, joinRows }) =>
      client.setQueryData(chartQuery(launchId).queryKey, (lines) => {
        const line = lines?.[list];
        if (!lines || line?.state !== 'ready' || line.list === 'patient') return lines;
        const joined = {
          ...line,
          rows: joinRows(list, [...line.rows, ...isolateWithin(page.rows)]),
          unshown: [...line.unshown, ...page.unshown],
          enteredInError: line.enteredInError + page.enteredInError,
          next: page.next,
          more: page.more,
        };
        return { ...lines, [list]: joined };
      }),
  });
}

/** One resource as the EHR holds it, for the raw view. */
export function resourceQuery(launchId: string, type: string, id: string) {
  return queryOptions({
    queryKey: ['resource', launchId, type, id],
    queryFn: async ({ signal }) => {
      const { readResource } = await import('./record-reading.ts');
      return readResource(launchId, `${type}/${id}`, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}

export const DIGEST_LISTS: readonly DigestList[] = [
  'encounters',
  'problems',
  'allergies',
  'medications',
  'labs',
  'vitals',
  'documents',
  'procedures',
  'immunizations',
  'appointments',
];

interface DigestFacts {
  lines: ChartLines;
  isOver: boolean;
  currentEncounterId: string | null;
  /** The server's clock, ISO. */
  now: string;
}

/** Decided when all it is made of has come, or will not come; the rule travels after the first paint. */
export function digestQuery(launchId: string, facts: DigestFacts) {
  const { lines, isOver, currentEncounterId, now } = facts;
  const states = DIGEST_LISTS.map((list) => {
    const line = lines[list];
    return line?.state === 'ready' ? `${line.asOf} ${line.rows.length}` : (line?.state ?? '');
  });
  return queryOptions({
    queryKey: ['digest', launchId, states],
    queryFn: async () => {
      const { decideSinceLastVisit } = await import('#domain/chart');
      const known = DIGEST_LISTS.flatMap((list) => {
        const line = lines[list];
        return line?.state === 'ready' ? [[list, line.rows as readonly AnyRow[]] as const] : [];
      });
      return decideSinceLastVisit({ lists: Object.fromEntries(known), currentEncounterId }, new Date(now));
    },
    enabled: isOver || DIGEST_LISTS.every((list) => lines[list] !== undefined),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

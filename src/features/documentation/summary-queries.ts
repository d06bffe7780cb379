// What staff ask and order of the summary for the patient, and what the patient asks. Must not know how anything is
// drawn.
import { mutationOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { PatientSummaryView, Section, SummaryView } from '#domain/documentation';
import { getBlob, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import { saveFile } from '#lib/save-file';
import type { OfVisit } from './note-queries.ts';

const POLL_MS = 15_000;

export function summaryQuery(visit: OfVisit) {
  return queryOptions({
    queryKey: ['summary', visit.launchId, visit.visitId],
    queryFn: ({ signal }) => getJson<SummaryView>(summaryPath(visit), { signal }),
    refetchInterval: POLL_MS,
    retry: false,
  });
}

export type SummaryOrder =
  | { readonly call: '/draw'; readonly body: { signedNoteId: string; sections: Section[] } }
  | { readonly call: '/save'; readonly body: { baseRevision: number; text: string } }
  | { readonly call: '/release'; readonly body: { revision: number; requestKey: string } }
  | { readonly call: '/take-back'; readonly body: { releaseId: string } };

export function useSummaryOrder(visit: OfVisit) {
  const client = useQueryClient();
  const { queryKey } = summaryQuery(visit);
  return useMutation({
    mutationFn: ({ call, body }: SummaryOrder) => postJson<SummaryView>(summaryPath(visit, call), body),
    onSuccess: async (view) => {
      // A poll that left before would bring the old text back.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, view);
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

export function patientSummaryQuery({ launchId, visitId }: OfVisit) {
  return queryOptions({
    queryKey: ['patient-summary', launchId, visitId],
    queryFn: ({ signal }) =>
      getJson<PatientSummaryView>(apiPath(launchId, `my-visits/${encodeURIComponent(visitId)}/summary`), {
        signal,
      }),
    refetchInterval: POLL_MS,
    retry: false,
  });
}

/** As a PDF, into a file of the patient's own. */
export function summaryFile({ launchId, visitId }: OfVisit, language: 'en' | 'es') {
  return mutationOptions({
    mutationFn: async () => {
      const call = `my-visits/${encodeURIComponent(visitId)}/summary.pdf?language=${language}`;
      saveFile('visit-summary.pdf', 'application/pdf', await getBlob(apiPath(launchId, call)));
    },
  });
}

function summaryPath({ launchId, visitId }: OfVisit, call = ''): string {
  return apiPath(launchId, `visits/${encodeURIComponent(visitId)}/summary${call}`);
}

// What a patient's pages ask and say of a visit. Every answer is sent when it is given, so that a page that dies
// loses at most the one under the fingers. Must not know how anything is drawn.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CheckInAnswer, ConsentTextView, MyVisitsView, PatientVisitView } from '#domain/visit';
import { ApiError, getJson, postJson } from '#lib/api';
import type { Language } from '#lib/i18n';
import { apiPath } from '#lib/paths';

/** A cancellation is told within 5 s also where the live line is down. */
const POLL_MS = 3000;
const LIST_POLL_MS = 10_000;

/** Steps without words of their own: what the patient tells the visit. */
export type PatientStep = 'arrive' | 'ready' | 'cancel';

export function myVisitsQuery(launchId: string) {
  return queryOptions({
    queryKey: ['visits', launchId],
    queryFn: ({ signal }) => getJson<MyVisitsView>(apiPath(launchId, 'my-visits'), { signal }),
    refetchInterval: LIST_POLL_MS,
    retry: false,
  });
}

export function patientVisitQuery(launchId: string, visitId: string) {
  return queryOptions({
    queryKey: ['visit', launchId, visitId],
    queryFn: ({ signal }) => getJson<PatientVisitView>(visitPath(launchId, visitId), { signal }),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
}

/** `state`: where the patient said they are; another place may have words of its own. */
export function consentTextQuery(
  launchId: string,
  { visitId, language, state }: { visitId: string; language: Language; state: string | null },
) {
  const of = new URLSearchParams({ visitId, language });
  return queryOptions({
    queryKey: ['consent-text', launchId, visitId, language, state],
    queryFn: ({ signal }) => getJson<ConsentTextView>(apiPath(launchId, `consent-text?${of}`), { signal }),
    staleTime: 60_000,
    retry: 1,
  });
}

/** Sends one answer of the check-in; the visit as it is afterwards takes the old one's place. */
export function useAnswer(launchId: string, visitId: string) {
  return usePatientCommand(
    (answer: CheckInAnswer) => ({ call: 'answers', body: { answer } }),
    launchId,
    visitId,
  );
}

/** Tells the visit that the patient came, is ready, or calls it off. */
export function usePatientStep(launchId: string, visitId: string) {
  return usePatientCommand((step: PatientStep) => ({ call: step, body: {} }), launchId, visitId);
}

/** Takes a yes back; the running visit is not ended by it. */
export function useWithdraw(launchId: string, visitId: string) {
  return usePatientCommand((kind: 'telehealth') => ({ call: 'withdraw', body: { kind } }), launchId, visitId);
}

/** A command of the patient's side; the visit as it is afterwards takes the old one's place. */
export function usePatientCommand<Said>(
  write: (said: Said) => { call: string; body: object },
  launchId: string,
  visitId: string,
) {
  const client = useQueryClient();
  const { queryKey } = patientVisitQuery(launchId, visitId);
  return useMutation({
    mutationFn: (said: Said) => {
      const { call, body } = write(said);
      return postJson<PatientVisitView>(`${visitPath(launchId, visitId)}/${call}`, body);
    },
    onSuccess: async (view) => {
      // A poll that left before would bring the old state back.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, view);
    },
    // The visit moved on meanwhile: the page shows what it is now instead of an error about what it was.
    onError: (error) => isConflict(error) && void client.invalidateQueries({ queryKey }),
  });
}

export function isConflict(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 409;
}

function visitPath(launchId: string, visitId: string): string {
  return apiPath(launchId, `my-visits/${encodeURIComponent(visitId)}`);
}

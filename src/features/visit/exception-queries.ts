// What may be attested where the patient is now. Asked while the form is open, and anew with each change of the visit.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ExceptionsView } from '#domain/visit';
import { getJson } from '#lib/api';
import { apiPath } from '#lib/paths';

export function exceptionsQuery(launchId: string, visitId: string, since: number) {
  return queryOptions({
    queryKey: ['exceptions', launchId, visitId, since],
    queryFn: ({ signal }) =>
      getJson<ExceptionsView>(apiPath(launchId, `visits/${encodeURIComponent(visitId)}/exceptions`), {
        signal,
      }),
    // What was chosen and written stays while the list is asked anew.
    placeholderData: keepPreviousData,
    retry: false,
  });
}

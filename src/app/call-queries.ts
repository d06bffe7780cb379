// What the call asks of the server: which way it goes, a seat at the vendor, relays, the flight recorder.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallProvider, CallReport, CallSeat, CallView, RelaysView, SaveCallRecord } from '#domain/video';
import { roomQuery } from '#features/visit';
import { getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

const POLL_MS = 5000;
const REPORT_POLL_MS = 15_000;

const pathOf = (launchId: string, visitId: string, what: string): string =>
  apiPath(launchId, `visits/${encodeURIComponent(visitId)}/${what}`);

/** Below the room's key: whatever the line tells of the room asks for this again as well. */
export function callQuery(launchId: string, visitId: string) {
  return queryOptions({
    queryKey: [...roomQuery(launchId, visitId).queryKey, 'call'],
    queryFn: ({ signal }) => getJson<CallView>(pathOf(launchId, visitId, 'call'), { signal }),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
}

/** For everybody in the visit. */
export function useChooseWay(launchId: string, visitId: string) {
  const client = useQueryClient();
  const { queryKey } = callQuery(launchId, visitId);
  return useMutation({
    mutationFn: (provider: CallProvider) =>
      postJson<CallView>(pathOf(launchId, visitId, 'call/way'), { provider }),
    onSuccess: async (view) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, view);
    },
  });
}

/** The addresses of the site's own relays, with a password for minutes. */
export function readRelays(launchId: string, visitId: string): Promise<RelaysView> {
  return getJson(pathOf(launchId, visitId, 'relays'));
}

export function takeSeat(launchId: string, visitId: string): Promise<CallSeat> {
  return postJson(pathOf(launchId, visitId, 'call/seat'), {});
}

/** The last page to go may tell its part a moment later. */
export function reportQuery(launchId: string, visitId: string) {
  return queryOptions({
    queryKey: ['visit-call-report', launchId, visitId],
    queryFn: ({ signal }) => getJson<CallReport>(pathOf(launchId, visitId, 'call/report'), { signal }),
    refetchInterval: REPORT_POLL_MS,
    retry: false,
  });
}

/** Goes out although the page closes meanwhile. */
export function saveRecord(launchId: string, { visitId, ...told }: SaveCallRecord): Promise<unknown> {
  return postJson(pathOf(launchId, visitId, 'call/record'), told, { keepalive: true });
}

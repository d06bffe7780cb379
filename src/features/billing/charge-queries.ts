// What a screen asks and orders of a visit's charge. The server's answer to an order is the charge as it is
// afterwards. Must not know how anything is drawn.
import { mutationOptions, queryOptions, skipToken, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChargesView, ChargeView, ConfirmedChargeView } from '#domain/billing';
import type { ChartLine } from '#domain/chart';
import { ApiError, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import { saveFile } from '#lib/save-file';

/** An order: the end of its address, and what goes with it. */
export interface ChargeOrder {
  call: string;
  body: object;
}

const chargePath = (launchId: string, visitId: string) =>
  apiPath(launchId, `visits/${encodeURIComponent(visitId)}/charge`);

export function chargeQuery(launchId: string, visitId: string) {
  return queryOptions({
    queryKey: ['charge', launchId, visitId],
    queryFn: ({ signal }) => getJson<ChargeView>(chargePath(launchId, visitId), { signal }),
    refetchOnWindowFocus: false,
    retry: false,
  });
}

export function chargesQuery(launchId: string) {
  return queryOptions({
    queryKey: ['charges', launchId],
    queryFn: ({ signal }) => getJson<ChargesView>(apiPath(launchId, 'charges'), { signal }),
    retry: false,
  });
}

/** The chart's own reads, where this window has a chart: asked for by the chart and by nobody else. */
export function chartLinesQuery(launchId: string) {
  return queryOptions<{ problems?: ChartLine }>({
    queryKey: ['chart', launchId],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useChargeOrder(launchId: string, visitId: string) {
  const client = useQueryClient();
  const { queryKey } = chargeQuery(launchId, visitId);
  return useMutation({
    mutationFn: ({ call, body }: ChargeOrder) =>
      postJson<ChargeView>(`${chargePath(launchId, visitId)}/${call}`, body),
    onSuccess: (view) => {
      client.setQueryData(queryKey, view);
      void client.invalidateQueries({ queryKey: chargesQuery(launchId).queryKey });
    },
    // It has moved on: the page shows how it stands now.
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) void client.invalidateQueries({ queryKey });
    },
  });
}

/** The charge as a FHIR Claim, into a file of the person's own, named by our reference. */
export function claimExport(launchId: string, visitId: string) {
  return mutationOptions({
    mutationFn: async ({ chargeId, reference }: Pick<ConfirmedChargeView, 'chargeId' | 'reference'>) => {
      const call = `${encodeURIComponent(chargeId)}/claim`;
      const claim = await getJson<object>(`${chargePath(launchId, visitId)}/${call}`);
      saveFile(`claim-${reference}.json`, 'application/fhir+json', JSON.stringify(claim, null, 2));
    },
  });
}

const KNOWN = ['charge.revision', 'charge.refused', 'charge.stands', 'charge.own', 'charge.not-yours'];

/** Key of the catalogue for a failed order. */
export function problemOf(error: Error): string {
  const code = error instanceof ApiError && KNOWN.includes(error.code) ? error.code : 'charge.other';
  return `staff.charge.problem.${code.slice('charge.'.length)}`;
}

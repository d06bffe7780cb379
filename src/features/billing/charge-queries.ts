// What a screen asks and orders of a visit's charge. The server's answer to an order is the charge as it is
// afterwards. Must not know how anything is drawn.
import {
  mutationOptions,
  queryOptions,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ChargesView, ChargeView, ConfirmedChargeView } from '#domain/billing';
import type { ChartLine } from '#domain/chart';
import type { NoteView } from '#domain/documentation';
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

/**
 * Asks the charge anew when the note's own screen has read other minutes, other facts or another signature: what the
 * form begins with may be another then. What was typed and not kept yet stays.
 */
export function useFollowNote(launchId: string, visitId: string): void {
  const client = useQueryClient();
  const { data: now } = useQuery({
    queryKey: ['note', launchId, visitId],
    queryFn: skipToken,
    select: ({ draft, signed }: Pick<NoteView, 'draft' | 'signed'>) =>
      JSON.stringify([draft?.content.minutes, draft?.content.facts, signed.length]),
  });
  const before = useRef(now);
  useEffect(() => {
    const isOther = before.current !== undefined && before.current !== now;
    before.current = now;
    if (isOther) void client.invalidateQueries({ queryKey: chargeQuery(launchId, visitId).queryKey });
  }, [client, launchId, visitId, now]);
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

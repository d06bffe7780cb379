// What the screens of the write-back ask and order. What is inside a delivery is asked for only when a person opens
// it, since that is on record, and is forgotten when they close it.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type {
  CompareView,
  DeliveriesView,
  DeliveryAct,
  DeliveryLine,
  ExportView,
  Receipt,
  ReceiptsView,
} from '#domain/write-back';
import { ApiError, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

/** What is under way changes by itself; the rest when a person does something, also at another screen. */
const UNDER_WAY_MS = 2000;
const AT_REST_MS = 10_000;

export function receiptsQuery(launchId: string, visitId: string) {
  return queryOptions({
    queryKey: ['receipts', launchId, visitId],
    queryFn: ({ signal }) =>
      getJson<ReceiptsView>(apiPath(launchId, `visits/${encodeURIComponent(visitId)}/receipts`), { signal }),
    refetchInterval: ({ state }) => (state.data?.receipts.some(isMoving) ? UNDER_WAY_MS : AT_REST_MS),
    retry: false,
  });
}

/** Whatever this person just did on this page – signed, confirmed, ended – may have put something on its way. */
export function useAskAfterActs(launchId: string): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success')
          void client.invalidateQueries({ queryKey: ['receipts', launchId] });
      }),
    [client, launchId],
  );
}

const MOVING: readonly Receipt['state'][] = ['planned', 'sending', 'unknown', 'reconciling'];
const isMoving = ({ state }: Receipt): boolean => MOVING.includes(state);

export function deliveriesQuery(launchId: string) {
  return queryOptions({
    queryKey: ['deliveries', launchId],
    queryFn: ({ signal }) => getJson<DeliveriesView>(apiPath(launchId, 'deliveries'), { signal }),
    refetchInterval: AT_REST_MS,
    retry: false,
  });
}

/** On record each time it is asked for: never again by itself, and not kept. */
const ASKED_ONCE = {
  gcTime: 0,
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  retry: false,
} as const;

export function compareQuery(launchId: string, deliveryId: string) {
  return queryOptions({
    queryKey: ['delivery-compare', launchId, deliveryId],
    queryFn: ({ signal }) => getJson<CompareView>(deliveryPath(launchId, deliveryId, 'compare'), { signal }),
    ...ASKED_ONCE,
  });
}

export function exportQuery(launchId: string, deliveryId: string) {
  return queryOptions({
    queryKey: ['delivery-export', launchId, deliveryId],
    queryFn: ({ signal }) => getJson<ExportView>(deliveryPath(launchId, deliveryId, 'export'), { signal }),
    ...ASKED_ONCE,
  });
}

export interface DeliveryOrder {
  act: Extract<DeliveryAct, 'retry' | 'hand-over' | 'assign' | 'done'>;
  /** Only with `assign`; null: nobody any more. */
  personId?: string | null;
}

export function useDeliveryOrder(launchId: string, deliveryId: string) {
  const client = useQueryClient();
  const askAgain = () =>
    Promise.all(
      ['deliveries', 'receipts'].map((what) => client.invalidateQueries({ queryKey: [what, launchId] })),
    );
  return useMutation({
    mutationFn: ({ act, ...body }: DeliveryOrder) =>
      postJson<DeliveryLine>(deliveryPath(launchId, deliveryId, act), body),
    onSuccess: askAgain,
    // It went on meanwhile, or somebody else was there before: the screen shows what holds now.
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) void askAgain();
    },
  });
}

function deliveryPath(launchId: string, deliveryId: string, act: DeliveryAct): string {
  return apiPath(launchId, `deliveries/${encodeURIComponent(deliveryId)}/${act}`);
}

// What the register's page asks and orders. Every order's answer is the register as it is afterwards.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CredentialsView } from '#domain/licensure';
import { getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

export function credentialsQuery(launchId: string) {
  return queryOptions({
    queryKey: ['credentials', launchId],
    queryFn: ({ signal }) => getJson<CredentialsView>(apiPath(launchId, 'credentials'), { signal }),
    retry: 1,
  });
}

/** `path`: below `credentials`; empty enters a line. */
export function useRegisterOrder(launchId: string, path: string) {
  const client = useQueryClient();
  const { queryKey } = credentialsQuery(launchId);
  return useMutation({
    mutationFn: (body: object) =>
      postJson<CredentialsView>(apiPath(launchId, ['credentials', path].filter(Boolean).join('/')), body),
    onSuccess: (register) => client.setQueryData(queryKey, register),
  });
}

// What is asked of the rule packs.
import { queryOptions } from '@tanstack/react-query';
import type { RulesView } from '#domain/rules';
import { getJson } from '#lib/api';
import { apiPath } from '#lib/paths';

export function rulesQuery(launchId: string) {
  return queryOptions({
    queryKey: ['rules', launchId],
    queryFn: ({ signal }) => getJson<RulesView>(apiPath(launchId, 'rules'), { signal }),
    // Packs are read at the start of the server and stand until the next.
    staleTime: 5 * 60_000,
    retry: false,
  });
}

// What the register's page asks and orders. After an order every part of the register is asked anew.
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type CredentialsView,
  type LookedUp,
  MOST_SHEET_BYTES,
  type SheetImported,
  type SheetPreview,
} from '#domain/licensure';
import { getBlob, getJson, postJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import { saveFile } from '#lib/save-file';
import { readWhole } from './read-whole.ts';

/** The whole register, whatever its length: a line that renews another may stand far behind it. */
export function credentialsQuery(launchId: string) {
  return queryOptions({
    queryKey: ['credentials', launchId],
    queryFn: async ({ signal }) => {
      const ask = (from: number) =>
        getJson<CredentialsView>(apiPath(launchId, `credentials?from=${from}`), { signal });
      const lines = await readWhole(ask);
      if (!lines) throw new Error('The register changed while it was read.');
      return lines;
    },
    retry: 1,
  });
}

/** Lines on one page. */
export const PAGE = 200;

/** One page of the register; `practitioner` empty: of everybody. */
export function credentialsPageQuery(launchId: string, from: number, practitioner: string) {
  const asked = new URLSearchParams({
    from: `${from}`,
    most: `${PAGE}`,
    ...(practitioner && { practitioner }),
  });
  return queryOptions({
    queryKey: ['credentials', launchId, from, practitioner],
    queryFn: ({ signal }) => getJson<CredentialsView>(apiPath(launchId, `credentials?${asked}`), { signal }),
    placeholderData: keepPreviousData,
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
    onSuccess: () => client.invalidateQueries({ queryKey }),
  });
}

/**
 * A sheet is looked at, then brought in: the same bytes both times, kept by this page alone. A file that is too large
 * does not leave the browser.
 */
export function useSheet(launchId: string) {
  const client = useQueryClient();
  const { queryKey } = credentialsQuery(launchId);
  const look = useMutation({
    mutationFn: async (chosen: File): Promise<{ name: string; file: string; preview: SheetPreview }> => {
      const { name } = chosen;
      if (chosen.size > MOST_SHEET_BYTES)
        return { name, file: '', preview: { fault: { code: 'too-large', found: '' }, rows: [], digest: '' } };
      const file = encodeBase64(new Uint8Array(await chosen.arrayBuffer()));
      const path = apiPath(launchId, 'credentials/sheet/preview');
      return { name, file, preview: await postJson<SheetPreview>(path, { file }) };
    },
  });
  const bring = useMutation({
    mutationFn: (leavesOutWrong: boolean) =>
      postJson<SheetImported>(apiPath(launchId, 'credentials/sheet/import'), {
        ...{ file: look.data?.file ?? '', digest: look.data?.preview.digest ?? '', leavesOutWrong },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey }),
  });
  const choose = (file: File) => {
    bring.reset();
    look.mutate(file);
  };
  return { choose, look, bring, seen: look.isPending ? undefined : look.data };
}

/** What the NPI registry says of a line; it changes nothing. */
export function useNpiRegistry(launchId: string, credentialId: string) {
  return useMutation({
    mutationFn: (npi: string) =>
      postJson<LookedUp>(apiPath(launchId, `credentials/${encodeURIComponent(credentialId)}/look-up`), {
        npi,
      }),
  });
}

/** The whole register as a sheet, saved where the person says. */
export function useSheetOfRegister(launchId: string) {
  return useMutation({
    mutationFn: async () => {
      const sheet = await getBlob(apiPath(launchId, 'credentials/sheet'));
      saveFile('credential-register.csv', 'text/csv;charset=utf-8', sheet);
    },
  });
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

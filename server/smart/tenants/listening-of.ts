// What a tenant's `site` says it records or listens with, in the room or beside it. Nothing unless it says so.
import { z } from 'zod';
import { LISTENING_PURPOSES, type ListeningPurpose } from '#domain/consent';
import type { Tenant } from './tenant-schema.ts';

export const Listening = z
  .array(z.strictObject({ purpose: z.enum(LISTENING_PURPOSES), label: z.string().trim().min(1).max(80) }))
  .refine((all) => new Set(all.map(({ purpose }) => purpose)).size === all.length, {
    error: 'must name each purpose once',
  });

export function listeningOf(
  tenant: Pick<Tenant, 'site'> | undefined,
): readonly { purpose: ListeningPurpose; label: string }[] {
  return tenant?.site?.listening ?? [];
}

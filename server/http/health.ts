// Alive, able to serve, and the figures: for the operator's monitor. No health data, no person.
import { statfs } from 'node:fs/promises';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { type HttpRow, route } from './route.ts';

export interface HealthNeeds {
  /** Each resolves when that part can serve; a rejection or more than 2 s counts as down. */
  parts: Record<string, () => Promise<void>>;
  registry: Registry;
  isDraining(): boolean;
}

/** A data disk with less than this share free turns readiness red before writes fail (PGlite, finding 7). */
export const DISK_WATERMARK = 0.1;

export async function demandDiskSpace(folder: string): Promise<void> {
  const { bavail, blocks } = await statfs(folder);
  if (bavail / blocks < DISK_WATERMARK) throw new Error('disk nearly full');
}

export function healthRoutes(needs: HealthNeeds): HttpRow[] {
  const open = {
    who: 'anyone',
    input: z.strictObject({}),
    audit: { none: 'no person, no health data' },
    headToo: true,
  } as const;
  return [
    route('GET', '/healthz', open, async () => ({ json: { status: 'alive' } })),
    route('GET', '/readyz', open, async () => {
      const parts = Object.fromEntries(
        await Promise.all(
          Object.entries(needs.parts).map(async ([name, check]) => [name, await stateOf(check)]),
        ),
      );
      const ready = !needs.isDraining() && Object.values(parts).every((state) => state === 'ok');
      return { status: ready ? 200 : 503, json: { ready, parts } };
    }),
    route('GET', '/metrics', open, async () => ({
      text: { body: await needs.registry.metrics(), type: needs.registry.contentType },
    })),
  ];
}

async function stateOf(check: () => Promise<void>): Promise<'ok' | 'down'> {
  const late = Promise.withResolvers<'down'>();
  const timer = setTimeout(() => late.resolve('down'), 2_000);
  const state = await Promise.race([
    check().then(
      () => 'ok' as const,
      () => 'down' as const,
    ),
    late.promise,
  ]);
  clearTimeout(timer);
  return state;
}

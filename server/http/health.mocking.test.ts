import { statfs } from 'node:fs/promises';
import { Registry } from 'prom-client';
import { afterEach, expect, it, vi } from 'vitest';
import { demandDiskSpace, healthRoutes } from './health.ts';

// The disk itself is the wire here: how full it is cannot be arranged otherwise without being root.
vi.mock('node:fs/promises', async (original) => ({ ...(await original<object>()), statfs: vi.fn() }));

function leaveFree(share: number): void {
  vi.mocked(statfs).mockResolvedValue({ bavail: share * 1_000, blocks: 1_000 } as never);
}

let draining = false;
const parts = { disk: () => demandDiskSpace('/'), slow: () => Promise.resolve() };

async function askReady() {
  const rows = healthRoutes({ parts, registry: new Registry(), isDraining: () => draining });
  return rows.find(({ path }) => path === '/readyz')?.handle({} as never);
}

afterEach(() => {
  draining = false;
});

it('is ready with a tenth of the disk free, and not with less', async () => {
  leaveFree(0.1);
  expect(await askReady()).toMatchObject({ status: 200, json: { ready: true, parts: { disk: 'ok' } } });
  leaveFree(0.099);
  expect(await askReady()).toMatchObject({ status: 503, json: { ready: false, parts: { disk: 'down' } } });
});

it('recovers as soon as there is room again', async () => {
  leaveFree(0);
  expect(await askReady()).toMatchObject({ status: 503 });
  leaveFree(0.5);
  expect(await askReady()).toMatchObject({ status: 200 });
});

it('is not ready when the disk cannot even be asked', async () => {
  vi.mocked(statfs).mockRejectedValue(new Error('gone'));
  expect(await askReady()).toMatchObject({ status: 503, json: { parts: { disk: 'down' } } });
});

it('sends nobody new to a server that is closing', async () => {
  leaveFree(0.5);
  draining = true;
  expect(await askReady()).toMatchObject({ status: 503, json: { ready: false, parts: { disk: 'ok' } } });
});

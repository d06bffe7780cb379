// From the click in the EHR to the patient's name on the page: how many waves of requests the EHR sees one after
// another, and how long it takes in Chromium with an EHR that is 100 or 300 ms away. Against a page on fhirclient
// with the same reads, and against the barest page that a server can stream.
import type { Browser } from 'playwright-core';
import { asStranger, openChromium, timeUntil } from './rig/chromium.ts';
import { delayEhr, type Hospital, type Logged, mintLaunch, openHospital } from './rig/hospital.ts';
import { type Running, startScript } from './rig/processes.ts';
import { countWaves } from './rig/waves.ts';
import { type BenchRow, median, percentile, type Rounds, takeRounds, versionOf } from './row.ts';

export const ids = ['launch.waves', 'launch.name.d100', 'launch.name.d300', 'launch.name.floor'];

const ROUNDS = 8;
const SIGNS = {
  ours: 'text=MARTIN, Ada',
  fhirclient: 'h1:has-text("Martin, Ada")',
  bare: 'h1:has-text("Martin, Ada")',
};
type Kind = keyof typeof SIGNS;

export async function bench(): Promise<BenchRow[]> {
  const hospital = await openHospital();
  const pages = await startScript('tests/bench/peers/pages.ts', { ready: /ready \S+/ });
  const browser = await openChromium();
  try {
    const place = { hospital, browser, peers: addressIn(pages) };
    await registerPeers(place);
    // Whoever comes second finds discovery, keys and CapabilityStatement read, as on any day but the first.
    await comeIn(place, 'ours');
    const waves = await readWaves(place);
    const near = await timeNear(place);
    const far = await timeFar(place);
    const control = `; against itself ${near.ratio('again', 'fhirclient').toFixed(2)}`;
    return [
      { id: 'launch.waves', value: median(waves), unit: 'waves', n: waves.length },
      rowOf('launch.name.d100', near, 'fhirclient', control),
      rowOf('launch.name.d300', far, 'fhirclient'),
      rowOf('launch.name.floor', far, 'bare'),
    ];
  } finally {
    await browser.close();
    await pages.stop();
    await hospital.close();
  }
}

interface Place {
  hospital: Hospital;
  browser: Browser;
  /** Origin of the peers' pages. */
  peers: string;
}

async function registerPeers({ hospital, peers }: Place): Promise<void> {
  await hospital.admin('/clients', {
    clientId: 'bench-peer',
    name: 'A peer',
    auth: { method: 'none' },
    redirectUris: [`${peers}/fhirclient/`, `${peers}/bare/`],
  });
}

/** ms from the click to the name. */
async function comeIn({ hospital, browser, peers }: Place, kind: Kind): Promise<number> {
  const own = await mintLaunch(hospital);
  const doors = {
    ours: own.href,
    fhirclient: `${peers}/fhirclient/launch.html`,
    bare: `${peers}/bare/launch`,
  };
  const url = kind === 'ours' ? own.href : `${doors[kind]}${own.search}`;
  return asStranger(browser, (page) => timeUntil(page, url, SIGNS[kind]));
}

/** By the EHR's own log, while it answers slowly enough for its waves to be told apart. */
async function readWaves(place: Place): Promise<number[]> {
  const { hospital } = place;
  const found: number[] = [];
  await delayEhr(hospital, 300);
  for (let round = 0; round < 3; round += 1) {
    const before = (await hospital.admin<Logged[]>('/log')).at(-1)?.number ?? 0;
    await comeIn(place, 'ours');
    const seen = await hospital.admin<Logged[]>(`/log?since=${before}`);
    // What ends an earlier launch, or is asked by the EHR's own pages, is no part of the way to the chart.
    found.push(countWaves(seen.filter(({ path }) => !path.endsWith('/revoke'))));
  }
  return found;
}

/** The peer runs twice a round, against itself as a control. */
async function timeNear(place: Place): Promise<Rounds<'ours' | 'fhirclient' | 'again'>> {
  await delayEhr(place.hospital, 100);
  return takeRounds(ROUNDS, {
    ours: () => comeIn(place, 'ours'),
    fhirclient: () => comeIn(place, 'fhirclient'),
    again: () => comeIn(place, 'fhirclient'),
  });
}

async function timeFar(place: Place): Promise<Rounds<Kind>> {
  await delayEhr(place.hospital, 300);
  return takeRounds(ROUNDS, {
    ours: () => comeIn(place, 'ours'),
    fhirclient: () => comeIn(place, 'fhirclient'),
    bare: () => comeIn(place, 'bare'),
  });
}

function rowOf<Peer extends 'fhirclient' | 'bare'>(
  id: string,
  { times, ratio }: Rounds<'ours' | Peer>,
  peer: Peer,
  remark = '',
): BenchRow {
  const names = {
    fhirclient: `fhirclient ${versionOf('fhirclient')}, the same reads in parallel`,
    bare: 'a bare page streamed by a server, the same reads',
  };
  return {
    id,
    value: median(times.ours),
    unit: 'ms',
    baseline: `${names[peer]}, ${median(times[peer]).toFixed(0)} ms${remark}`,
    ratio: ratio('ours', peer),
    n: ROUNDS,
    p50: percentile(times.ours, 0.5),
    p95: percentile(times.ours, 0.95),
  };
}

function addressIn({ said }: Running): string {
  return /ready (\S+)/.exec(said)?.[1] ?? '';
}

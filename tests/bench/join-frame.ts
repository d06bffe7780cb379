// From the clinician's click to the patient's first picture on the clinician's screen, in two pages of a
// real Chromium with fake devices: our room, connected ahead with nothing sent, against simple-peer as its
// documentation uses it (devices and connection after the click), and with its devices opened ahead.
import type { Page } from 'playwright-core';
import { startVideoStage, type VideoStage } from '../fixtures/video-stage.ts';
import { type BenchRow, median, percentile, versionOf } from './row.ts';

export const ids = ['join.frame.rtt0', 'join.frame.rtt50', 'x.join.frame.warm'];

const ROUNDS = 8;
type Way = 'ours' | 'simple-peer' | 'simple-peer-warm';

export async function bench(): Promise<BenchRow[]> {
  const stage = await startVideoStage();
  try {
    const rtt0 = await race(stage, 0, 'simple-peer');
    const rtt50 = await race(stage, 25, 'simple-peer');
    const warm = await race(stage, 0, 'simple-peer-warm');
    return [
      row('join.frame.rtt0', rtt0, 'camera and connection after the click'),
      row('join.frame.rtt50', rtt50, 'camera and connection after the click'),
      row('x.join.frame.warm', warm, 'camera open ahead, connection after the click'),
    ];
  } finally {
    await stage.close();
  }
}

function row(id: string, { ours, peer, ratio, control }: Race, how: string): BenchRow {
  return {
    id,
    value: median(ours),
    unit: 'ms',
    baseline: `simple-peer ${versionOf('simple-peer')}, ${median(peer).toFixed(0)} ms, ${how}; itself again ${control.toFixed(2)}`,
    ratio,
    n: ours.length,
    p50: percentile(ours, 0.5),
    p95: percentile(ours, 0.95),
  };
}

interface Race {
  ours: number[];
  peer: number[];
  ratio: number;
  /** The peer against itself. */
  control: number;
}

/** In turns: ours, the peer, the peer again; the first round warms up. `delay`: ms one way. */
async function race(stage: VideoStage, delay: number, peer: Way): Promise<Race> {
  const times = { ours: [] as number[], peer: [] as number[], again: [] as number[] };
  stage.relay.delay(delay);
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = {
      ours: await run(stage, 'ours', `o-${delay}-${round}`),
      peer: await run(stage, peer, `${peer}-${delay}-${round}`),
      again: await run(stage, peer, `${peer}-${delay}-${round}-again`),
    };
    if (round === 0) continue;
    for (const name of ['ours', 'peer', 'again'] as const) times[name].push(one[name]);
  }
  stage.relay.delay(0);
  const by = (a: number[], b: number[]): number =>
    median(a.map((value, round) => value / (b[round] ?? value)));
  return { ...times, ratio: by(times.ours, times.peer), control: by(times.again, times.peer) };
}

async function run(stage: VideoStage, way: Way, room: string): Promise<number> {
  const pages: Page[] = [];
  for (const _ of ['patient', 'clinician']) {
    const page = await stage.browser.newPage();
    await page.goto(`${stage.relay.url}/race.html`);
    pages.push(page);
  }
  const [patient, clinician] = pages as [Page, Page];
  const ready = (page: Page, who: 'patient' | 'clinician') =>
    page.evaluate(([name, role, place]) => window.race.ready(name, role, place), [way, who, room] as const);
  await Promise.all([ready(patient, 'patient'), ready(clinician, 'clinician')]);
  await clinician.waitForTimeout(500);
  const took = await clinician.evaluate(() => window.race.click());
  await Promise.all(pages.map((page) => page.close()));
  return took;
}

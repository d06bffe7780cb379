// One acknowledged save of a note of 20 kB over HTTP, against a PUT to a bare Express handler that inserts the same text
// into a table of the same PostgreSQL server. Ours knows whose request it is, seals the text, holds the note against
// other pages, refuses what another page has overtaken, and records who wrote.
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import { contentOf, heldVisit, openNote, pageOf } from '../fixtures/note-people.ts';
import { admitPair, type Clinic, openClinic } from './rig/clinic.ts';
import { type BenchRow, compare, median, percentile, versionOf } from './row.ts';

export const ids = ['x.autosave'];

const ROUNDS = 12;
const CALLS = 20;
const LENGTH = 20_000;

export async function bench(): Promise<BenchRow[]> {
  const clinic = await openClinic();
  const peer = await openPeer(await clinic.postgresql.createDatabase());
  try {
    const { ratio, control, ...times } = await compare({
      rounds: ROUNDS,
      ours: { calls: CALLS, call: await openOurs(clinic) },
      peer: { calls: CALLS, call: peer.save },
    });
    return [
      {
        id: 'x.autosave',
        value: median(times.ours) / 1000,
        unit: 'ms',
        baseline: `express ${versionOf('express')} + pg ${versionOf('pg')}, ${(median(times.peer) / 1000).toFixed(2)} ms; against itself ${control.toFixed(2)}`,
        ratio,
        n: ROUNDS,
        p50: percentile(times.ours, 0.5) / 1000,
        p95: percentile(times.ours, 0.95) / 1000,
      },
    ];
  } finally {
    await peer.close();
    await clinic.close();
  }
}

let written = 0;
/** Each another one, as a clinician goes on writing. */
function nextText(): string {
  written += 1;
  return `${written} `.padEnd(LENGTH, 'Fluids; call if worse. ');
}

async function openOurs(clinic: Clinic): Promise<() => Promise<unknown>> {
  const { clinician, patient } = await admitPair(clinic, 'ada-martin');
  const visitId = await heldVisit(clinician, patient);
  const page = pageOf(clinician, await openNote(clinician, visitId));
  return () => page.save(contentOf({ assessment: nextText() }));
}

async function openPeer(connectionString: string) {
  const pool = new pg.Pool({ connectionString });
  await pool.query('CREATE TABLE notes (id bigserial PRIMARY KEY, text text NOT NULL)');
  const app = express().use(express.json());
  app.put('/note', async (req, res) => {
    await pool.query('INSERT INTO notes (text) VALUES ($1)', [(req.body as { text: string }).text]);
    res.json({ saved: true });
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/note`;
  const headers = { 'content-type': 'application/json' };
  return {
    async save() {
      const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ text: nextText() }) });
      if (answer.status !== 200) throw new Error(`the peer did not save: ${answer.status}`);
      await answer.json();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}

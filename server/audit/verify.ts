// Walks the whole trail and says what does not fit: rows changed, taken out, put in, moved, cut off at the
// end (up to the last signed head), content changed or gone. It repairs nothing.
import type { KeyObject } from 'node:crypto';
import { type Database, placeOf } from '#server/db';
import {
  findLedger,
  type Head,
  listContents,
  listHeads,
  listOrphans,
  listRowsAfter,
  type Tail,
} from './audit-store.ts';
import { type AuditRow, auditBatches } from './audit-tables.ts';
import { contentMacOf, genesisOf, rowMacOf } from './chain.ts';
import { headsFileOf, isHeadOurs, readHeads } from './heads.ts';

export interface AuditFault {
  kind: 'altered' | 'gap' | 'content' | 'surplus' | 'cut' | 'head';
  chain: number;
  seq: number;
  words: string;
}

export interface AuditVerdict {
  ok: boolean;
  events: number;
  chains: number;
  heads: number;
  /** Heads in the file that belong to another database, e.g. one that was moved away. */
  foreignHeads: number;
  /** The first hundred. */
  faults: AuditFault[];
}

const PAGE = 2_000;
const MAX_FAULTS = 100;

export async function verifyAuditChain(needs: {
  database: Database;
  dataFolder: string;
}): Promise<AuditVerdict> {
  const { database } = needs;
  const key = await database.vault.secretKey('audit-chain');
  const ledger = await findLedger(database);
  const faults: AuditFault[] = [];
  // Heads first: rows that are added meanwhile are then only more than the heads ask for.
  const { heads, foreign } = await gatherHeads(needs, { key, ledger, faults });
  const tails = await walkRows(database, { key, ledger, faults, heads });
  for (const head of [...heads.values()].flat())
    if (head.seq > (tails.get(head.chain)?.seq ?? 0))
      faults.push(faultAt(head, 'cut', `rows up to ${head.seq} were signed and are gone`));
  for (const id of await listOrphans(database))
    faults.push({ kind: 'surplus', chain: 0, seq: 0, words: `content ${id} belongs to no event` });
  return {
    ok: faults.length === 0,
    events: tails.counted,
    chains: tails.size,
    heads: [...heads.values()].flat().length,
    foreignHeads: foreign,
    faults: faults.slice(0, MAX_FAULTS),
  };
}

const faultAt = (
  at: { chain: number; seq: number },
  kind: AuditFault['kind'],
  words: string,
): AuditFault => ({
  kind,
  chain: at.chain,
  seq: at.seq,
  words,
});

interface Walk {
  key: KeyObject;
  ledger: string;
  faults: AuditFault[];
}

const spotOf = (at: { chain: number; seq: number }) => `${at.chain}/${at.seq}`;

/** Heads of both sinks by the place they sign. */
async function gatherHeads(
  needs: { database: Database; dataFolder: string },
  { key, ledger, faults }: Walk,
): Promise<{ heads: Map<string, Head[]>; foreign: number }> {
  const stored = await listHeads(needs.database);
  const lines = await readHeads(headsFileOf(needs.dataFolder));
  const filed = lines.filter((head) => head !== null);
  if (filed.length < lines.length)
    faults.push({ kind: 'head', chain: 0, seq: 0, words: 'the file of heads holds a line that is no head' });
  const ours = filed.filter((head) => head.ledger === ledger);
  const signatures = new Set(stored.map((head) => head.signature));
  for (const head of ours)
    if (!signatures.has(head.signature))
      faults.push(faultAt(head, 'head', 'a head stands in the file and not in the database'));
  const heads = new Map<string, Head[]>();
  for (const head of [...stored, ...ours]) {
    if (head.ledger !== ledger || !isHeadOurs(head, key))
      faults.push(faultAt(head, 'head', 'a head is not signed by a key of ours'));
    else heads.set(spotOf(head), [...(heads.get(spotOf(head)) ?? []), head]);
  }
  return { heads, foreign: filed.length - ours.length };
}

/** The last place of each chain, and how many rows there were. */
class Tails extends Map<number, Tail> {
  counted = 0;
}

async function walkRows(database: Database, walk: Walk & { heads: Map<string, Head[]> }): Promise<Tails> {
  const tails = new Tails();
  for (let after = { chain: -(2 ** 31), seq: -(2 ** 31) }; ; ) {
    const rows = await listRowsAfter(database, after, PAGE);
    const last = rows.at(-1);
    if (!last) return tails;
    after = last;
    const lines = await openContents(database, rows);
    for (const row of rows) {
      checkRow(row, tails.get(row.chain), walk);
      checkContent(row, lines.get(row.batchId), walk);
      tails.set(row.chain, row);
      tails.counted += 1;
    }
  }
}

function checkRow(
  row: AuditRow,
  before: Tail | undefined,
  walk: Walk & { heads: Map<string, Head[]> },
): void {
  const expected = (before?.seq ?? 0) + 1;
  if (row.seq !== expected) walk.faults.push(faultAt(row, 'gap', `row ${expected} is missing before it`));
  const beforeMac = before?.mac ?? genesisOf(walk.key, walk.ledger, row.chain);
  if (rowMacOf(walk.key, beforeMac, row) !== row.mac)
    walk.faults.push(faultAt(row, 'altered', 'the row or the one before it was changed'));
  for (const head of walk.heads.get(spotOf(row)) ?? [])
    if (head.mac !== row.mac)
      walk.faults.push(faultAt(row, 'altered', 'the row is not the one that was signed'));
}

/** `undefined`: the content is not there; `null`: it cannot be opened. */
function checkContent(row: AuditRow, lines: string[] | null | undefined, walk: Walk): void {
  const line = lines?.[row.position];
  if (line === undefined)
    walk.faults.push(
      faultAt(row, 'content', lines === null ? 'its content was changed' : 'its content is gone'),
    );
  else if (contentMacOf(walk.key, row.id, line) !== row.contentMac)
    walk.faults.push(faultAt(row, 'content', 'its content is not what was recorded'));
}

async function openContents(
  database: Database,
  rows: readonly AuditRow[],
): Promise<Map<string, string[] | null>> {
  const ids = new Set(rows.map((row) => row.batchId));
  const opened = new Map<string, string[] | null>();
  for (const { id, tenantId, content } of await listContents(database, [...ids])) {
    const place = placeOf(auditBatches, auditBatches.content, id, tenantId);
    opened.set(
      id,
      await database.vault.open(place, content).then(
        (text) => text.split('\n'),
        () => null,
      ),
    );
  }
  return opened;
}

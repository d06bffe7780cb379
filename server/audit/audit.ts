// Records accesses: prepared, chained, sealed and committed together; heads signed on the way. It decides
// nothing about who may do what. When it cannot write it says so, and nothing may leave.
import { randomUUID } from 'node:crypto';
import { type Database, refuseInsideTransaction, sqlStateOf } from '#server/db';
import type { Log, RecordAccess } from '#server/http';
import { NO_TENANT, type PreparedEvent, prepareEvent } from './access-event.ts';
import {
  type Batch,
  findLedger,
  findTail,
  insertBatches,
  insertHead,
  listSignedSeqs,
  listTails,
  type Tail,
} from './audit-store.ts';
import type { AuditRow } from './audit-tables.ts';
import { contentMacOf, genesisOf, rowMacOf } from './chain.ts';
import { groupCommit } from './group-commit.ts';
import { appendHead, headsFileOf, readSigningKey, signHead } from './heads.ts';

export interface Audit {
  /** Resolves when committed. Not inside a transaction: the row must not vanish with it. */
  recordAccess: RecordAccess;
  /** For /readyz: rejects while rows cannot be written. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface AuditNeeds {
  database: Database;
  dataFolder: string;
  log: Log;
  now?: () => Date;
}

const LIMITS = { atOnce: 500, waiting: 10_000, patienceMs: 5_000 };
const HEAD_EVERY_EVENTS = 1_000;
const HEAD_EVERY_MS = 60_000;
/** Another instance writes on the same chain: take the next. More instances than this nobody runs. */
const MAX_CHAINS = 64;
const UNIQUE_VIOLATION = '23505';

export async function createAudit(needs: AuditNeeds): Promise<Audit> {
  const { database, log, now = () => new Date() } = needs;
  const chainKey = await database.vault.secretKey('audit-chain');
  const signingKey = await readSigningKey(needs.dataFolder);
  const ledger = await findLedger(database);
  const headsFile = headsFileOf(needs.dataFolder);
  const signed = await listSignedSeqs(database);
  let chain = 1;
  /** Null: unknown, ask the database before the next row. */
  let tail: Tail | null = null;
  let failing = false;
  let headTimer: NodeJS.Timeout | undefined;

  const loadTail = async (): Promise<Tail> =>
    (await findTail(database, chain)) ?? { chain, seq: 0, mac: genesisOf(chainKey, ledger, chain) };

  async function sign(upTo: Tail): Promise<void> {
    if (upTo.seq <= (signed.get(upTo.chain) ?? 0)) return;
    const { chain, seq, mac } = upTo;
    const head = signHead({ ledger, chain, seq, mac, signedAt: now().toISOString() }, signingKey, chainKey);
    await insertHead(database, head);
    await appendHead(headsFile, head);
    signed.set(chain, seq);
  }

  async function signOrSay(): Promise<void> {
    try {
      if (tail) await sign(tail);
    } catch (error) {
      log.error({ code: sqlStateOf(error) ?? 'unknown' }, 'audit head could not be signed');
    }
  }

  function chained(before: Tail, events: readonly PreparedEvent[]): { batches: Batch[]; rows: AuditRow[] } {
    const batches = new Map<string, Batch & { lines: string[] }>();
    const rows: AuditRow[] = [];
    let { seq, mac } = before;
    for (const { content, ...event } of events) {
      const batch = batches.get(event.tenantId) ?? { id: randomUUID(), tenantId: event.tenantId, lines: [] };
      batches.set(event.tenantId, batch);
      seq += 1;
      const row = {
        ...event,
        chain: before.chain,
        seq,
        batchId: batch.id,
        position: batch.lines.push(content) - 1,
        contentMac: contentMacOf(chainKey, event.id, content),
      };
      mac = rowMacOf(chainKey, mac, row);
      rows.push({ ...row, mac });
    }
    return { batches: [...batches.values()], rows };
  }

  async function append(events: readonly PreparedEvent[]): Promise<void> {
    const before = tail ?? (await loadTail());
    // Until the commit is known to have happened, where the chain ends is not.
    tail = null;
    const { batches, rows } = chained(before, events);
    await insertBatches(database, batches, rows);
    tail = rows.at(-1) ?? before;
  }

  async function write(events: readonly PreparedEvent[]): Promise<void> {
    for (;;) {
      try {
        await append(events);
        break;
      } catch (error) {
        if (sqlStateOf(error) === UNIQUE_VIOLATION && chain < MAX_CHAINS) {
          chain += 1;
          continue;
        }
        if (!failing) log.error({ code: sqlStateOf(error) ?? 'unknown' }, 'audit rows cannot be written');
        failing = true;
        throw error;
      }
    }
    failing = false;
    const unsigned = (tail?.seq ?? 0) - (signed.get(chain) ?? 0);
    if (unsigned >= HEAD_EVERY_EVENTS) await signOrSay();
    headTimer ??= setTimeout(() => {
      headTimer = undefined;
      void signOrSay();
    }, HEAD_EVERY_MS).unref();
  }

  const group = groupCommit(write, LIMITS);
  const recordAccess: RecordAccess = async (access) => {
    refuseInsideTransaction('An audit record');
    await group.add(prepareEvent({ vault: database.vault, now }, access));
  };

  // What a killed process left unsigned is signed before anything is added to it.
  for (const left of await listTails(database)) await sign(left);

  return {
    recordAccess,
    async check() {
      if (!failing) return;
      await recordAccess({
        event: 'audit.resume',
        outcome: 'success',
        requestId: randomUUID(),
        tenantId: NO_TENANT,
      });
    },
    async close() {
      await group.settled();
      clearTimeout(headTimer);
      await signOrSay();
    },
  };
}

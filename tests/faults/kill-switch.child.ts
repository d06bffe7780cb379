// Loaded before the app in a process that a test means to kill (`node --import`): sits below the drivers of the
// databases and on the HTTP client's own channels, and ends or freezes the process at the moment it was told over IPC.
// The app is the real one and knows nothing of it.
import { type Channel, channel } from 'node:diagnostics_channel';
import { flushCompileCache } from 'node:module';
import type { Socket } from 'node:net';
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite';
import pg from 'pg';
import type { Step } from './kill-points.ts';
import type { End, FromChild, ToChild } from './kill-switch.ts';

type When = 'before-commit' | 'committed';
/** What one statement did, as far as a step can ask for it. */
type Deed = { on: 'fact'; kind: string } | { on: 'row' | 'lease'; values: readonly unknown[] };

let waitsFor: Step[] = [];
let end: End = 'SIGKILL';
let embedded: PGlite | null = null;

function stop(): void {
  process.kill(process.pid, end);
}

/** The first of the steps that are still waited for was seen. */
function pass(): void {
  waitsFor = waitsFor.slice(1);
  if (waitsFor.length === 0) stop();
}

function isMet(step: Step | undefined, deed: Deed, when: When): boolean {
  if (!step || step.on === 'request' || step.when !== when) return false;
  if (deed.on === 'fact') return step.on === 'fact' && deed.kind === step.kind;
  if (step.on === 'fact' || step.on !== deed.on) return false;
  return deed.values.includes(step.kind) && (step.on === 'lease' || deed.values.includes(step.state));
}

function see(deeds: readonly Deed[], when: When): void {
  for (const deed of deeds) if (isMet(waitsFor[0], deed, when)) pass();
}

function deedsOf(text: string, values: readonly unknown[], rows: readonly unknown[]): Deed[] {
  if (text.startsWith('insert into "outbox"')) return [{ on: 'fact', kind: kindAmong(values) }];
  // A step and its record are one statement, which begins with a name for the step.
  if (!/^(with "changed" as \()?update "deliveries"/.test(text)) return [];
  const on = text.includes('"fence" = "deliveries"."fence" + 1') ? ('lease' as const) : ('row' as const);
  return rows.map((row) => ({ on, values: Object.values(row as object) }));
}

const kindAmong = (values: readonly unknown[]): string =>
  String(values.find((one) => typeof one === 'string' && /^(visit|note|charge)\.[a-z]+$/.test(one)) ?? '');

watchPostgresql();
watchEmbedded();
watchRequests();
process.on('message', (message: ToChild) => {
  if (message.kind === 'ask') return void answer(message.sql);
  waitsFor = message.steps;
  end = message.end;
  // A killed process would leave nothing of it to the next one, and a start is most of what a kill costs.
  flushCompileCache();
  tell({ kind: 'armed' });
});
// Its end is the app's own, not this line's.
process.channel?.unref();

function tell(message: FromChild): void {
  process.send?.(message);
}

async function answer(sql: string): Promise<void> {
  const { rows } = (await embedded?.query<Record<string, unknown>>(sql)) ?? { rows: [] };
  tell({ kind: 'rows', rows });
}

function watchPostgresql(): void {
  const open = new WeakMap<object, Deed[]>();
  const { prototype } = pg.Client;
  const query = prototype.query as (...call: unknown[]) => unknown;
  prototype.query = function watched(this: pg.Client, ...call: unknown[]) {
    const { text, values } = readCall(call);
    const word = /^\w+/.exec(text)?.[0].toLowerCase();
    if (word === 'commit') see(open.get(this) ?? [], 'before-commit');
    const over = (rows: readonly unknown[]) => {
      if (word === 'begin') open.set(this, []);
      else if (word === 'rollback') open.delete(this);
      else if (word === 'commit') {
        const deeds = open.get(this) ?? [];
        open.delete(this);
        see(deeds, 'committed');
      } else {
        const deeds = deedsOf(text, values, rows);
        const within = open.get(this);
        if (within) within.push(...deeds);
        else see(deeds, 'committed');
      }
    };
    const last = call.at(-1);
    if (typeof last === 'function')
      call[call.length - 1] = (error: unknown, result: pg.QueryResult) => {
        if (!error) over(result.rows ?? []);
        last(error, result);
      };
    const given = query.apply(this, call);
    if (!(given instanceof Promise)) return given;
    return given.then((result: pg.QueryResult) => {
      over(result.rows ?? []);
      return result;
    });
  } as typeof prototype.query;
}

function readCall([first, second]: unknown[]): { text: string; values: readonly unknown[] } {
  const config = (typeof first === 'object' && first !== null ? first : { text: first }) as {
    text?: unknown;
    values?: unknown[];
  };
  return { text: String(config.text ?? ''), values: Array.isArray(second) ? second : (config.values ?? []) };
}

function watchEmbedded(): void {
  const create = PGlite.create.bind(PGlite) as (...call: unknown[]) => Promise<PGlite>;
  PGlite.create = (async (...call: unknown[]) => {
    const client = await create(...call);
    embedded = client;
    const query = client.query.bind(client);
    client.query = (async (text: string, values: unknown[] = [], ...rest: never[]) => {
      const result: Results = await query(text, values, ...rest);
      see(deedsOf(text, values, result.rows), 'committed');
      return result;
    }) as typeof client.query;
    const transaction = client.transaction.bind(client);
    client.transaction = (async <Value>(run: (tx: Transaction) => Promise<Value>) => {
      const deeds: Deed[] = [];
      const value = await transaction(async (tx) => {
        const within = tx.query.bind(tx);
        tx.query = (async (text: string, values: unknown[] = [], ...rest: never[]) => {
          const result: Results = await within(text, values, ...rest);
          deeds.push(...deedsOf(text, values, result.rows));
          return result;
        }) as typeof tx.query;
        const inside = await run(tx);
        see(deeds, 'before-commit');
        return inside;
      });
      see(deeds, 'committed');
      return value;
    }) as typeof client.transaction;
    return client;
  }) as typeof PGlite.create;
}

interface Sent {
  request: { method: string; path: string };
  socket?: Socket;
}

/** https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
function watchRequests(): void {
  const on = (name: string, when: 'no-bytes' | 'sent' | 'answered') =>
    (channel(name) as Channel<unknown, Sent>).subscribe((message) => {
      const { request, socket } = message as Sent;
      const step = waitsFor[0];
      if (step?.on !== 'request' || request.method !== step.method) return;
      if (request.path.split('?')[0] !== step.path) return;
      if (when === 'no-bytes' && step.when === 'half-sent' && socket) halve(socket);
      else if (step.when === when) pass();
    });
  on('undici:client:sendHeaders', 'no-bytes');
  on('undici:request:bodySent', 'sent');
  on('undici:request:headers', 'answered');
}

/** The head of the request goes whole, its body half; the process ends when the kernel has taken that. */
function halve(socket: Socket): void {
  const write = socket.write.bind(socket) as (...call: unknown[]) => boolean;
  socket.write = ((...call: unknown[]) => {
    const [chunk] = call;
    if (!(chunk instanceof Uint8Array)) return write(...call);
    return write(chunk.subarray(0, Math.floor(chunk.length / 2)), pass);
  }) as typeof socket.write;
}

// Two job queues over PostgreSQL as their documentation starts them, all settings at their defaults: a transaction that
// writes a row of its own and adds a job, and a handler that makes one request.
import { Logger, run } from 'graphile-worker';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';

export interface Queue {
  /** Adds the job inside the transaction that `client` is in. */
  add(client: pg.Client): Promise<void>;
  stop(): Promise<void>;
}

interface QueueNeeds {
  databaseUrl: string;
  send(): Promise<void>;
}

export async function startGraphile({ databaseUrl, send }: QueueNeeds): Promise<Queue> {
  const runner = await run({
    connectionString: databaseUrl,
    taskList: { deliver: send },
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
  });
  return {
    add: async (client) => void (await client.query(`SELECT graphile_worker.add_job('deliver', '{}'::json)`)),
    stop: () => runner.stop(),
  };
}

export async function startPgBoss({ databaseUrl, send }: QueueNeeds): Promise<Queue> {
  const boss = new PgBoss(databaseUrl);
  boss.on('error', (error) => process.stdout.write(`  pg-boss: ${error.message}\n`));
  await boss.start();
  await boss.createQueue('deliver');
  await boss.work('deliver', () => send());
  return {
    async add(client) {
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
      await boss.send('deliver', {}, { db });
    },
    stop: () => boss.stop({ graceful: false }),
  };
}

// The victim of embedded-kill.trial.ts: opens the embedded database and writes numbered rows, saying
// each number only once it is committed. Ends by being killed.
import { sql } from 'drizzle-orm';
import { openDatabase, readKeyRing } from '#server/db';

const [dataFolder = '', first = '1'] = process.argv.slice(2);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const keys = await readKeyRing({ keysText: null, dataFolder });
const database = await openDatabase({ dataFolder, keys, log: quiet });
await database.db.execute(sql`CREATE TABLE IF NOT EXISTS trial_rows (number integer PRIMARY KEY)`);
const { rows } = await database.db.execute<{ number: number }>(
  sql`SELECT number FROM trial_rows ORDER BY number`,
);
process.stdout.write(`${JSON.stringify({ kept: rows.map((row) => row.number) })}\n`);
if (first === 'look') {
  await database.close();
} else {
  for (let number = Number(first); ; number += 1) {
    await database.transaction((tx) => tx.execute(sql`INSERT INTO trial_rows VALUES (${number})`));
    process.stdout.write(`${number}\n`);
  }
}

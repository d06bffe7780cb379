// What the operator's commands share: settings read, database open, words out, database closed. The app
// itself is not started.
import { type Database, keyFaults, openDatabase, readKeyRing } from '#server/db';
import { AppError } from '#server/errors';
import { type Config, ConfigError, readConfig } from './config.ts';

export const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Runs with the database of this installation; answers with the process's exit code. */
export async function withDatabase(
  run: (database: Database, config: Config) => Promise<number>,
): Promise<number> {
  try {
    // The tenants file is not this command's business.
    const config = readConfig({ keys: keyFaults, tenants: () => [] });
    const { keysText, dataFolder, databaseUrl } = config;
    const keys = await readKeyRing({ keysText, dataFolder });
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const database = await openDatabase({ databaseUrl, dataFolder, keys, log });
    try {
      return await run(database, config);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!(error instanceof AppError || error instanceof ConfigError)) throw error;
    say(error.message);
    return 1;
  }
}

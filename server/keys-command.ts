// `npm run keys -- new|status|rotate`: key-encryption keys for operators. Prints keys only for `new`.
import { keyStatus, newKeySet, rotateKeys } from '#server/db';
import { say, withDatabase } from './command.ts';

const HELP = `npm run keys -- new      prints a key set for WEBSIDE_KEYS
npm run keys -- status   which keys are in use, and which may be removed
npm run keys -- rotate   puts everything under the current key; then older keys may be removed
With the embedded database stop the app first.`;

async function run(word: string | undefined): Promise<number> {
  if (word === 'new') {
    say(JSON.stringify(newKeySet('key'), null, 2));
    return 0;
  }
  if (word === 'status') return withDatabase(async (database) => report(await keyStatus(database)));
  if (word === 'rotate')
    return withDatabase(async (database) => {
      const { rewrapped, resealed, left } = await rotateKeys(database);
      say(`${rewrapped} data keys wrapped anew, ${resealed} values sealed anew, ${left} left.`);
      if (left > 0) say('An app instance still seals with retired keys: restart it, then rotate again.');
      const code = report(await keyStatus(database));
      return left > 0 ? 1 : code;
    });
  say(HELP);
  return word === undefined ? 0 : 1;
}

function report(status: Awaited<ReturnType<typeof keyStatus>>): number {
  say(`current key: ${status.current}; held: ${status.held.join(', ')}`);
  for (const { kekId, dataKeys } of status.inUse) say(`data keys under ${kekId}: ${dataKeys}`);
  say(`sealed columns: ${status.columns}; values under retired data keys: ${status.onRetired}`);
  say(`may be removed from WEBSIDE_KEYS: ${status.removable.join(', ') || 'none'}`);
  return 0;
}

process.exitCode = await run(process.argv[2]);

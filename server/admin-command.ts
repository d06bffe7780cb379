// `npm run admin -- restored`: the operator's word that the database was brought back from a backup.
import { markRestored } from '#server/write-back';
import { say, withDatabase } from './command.ts';

const HELP = `npm run admin -- restored   the database was brought back from a backup: what is not surely in the EHR is
                            looked for there before anything is sent. With the embedded database stop the app first.`;

if (process.argv[2] === 'restored') {
  process.exitCode = await withDatabase(async (database) => {
    const count = await markRestored({ database, now: () => new Date() });
    say(`${count} deliveries are looked for in the EHR before anything is sent again.`);
    return 0;
  });
} else {
  say(HELP);
  process.exitCode = process.argv[2] === undefined ? 0 : 1;
}

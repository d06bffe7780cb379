// `npm run audit -- verify`: was anything in the audit trail changed, taken out, put in or cut off?
import { verifyAuditChain } from '#server/audit';
import { say, withDatabase } from './command.ts';

if (process.argv[2] === 'verify') {
  process.exitCode = await withDatabase(async (database, { dataFolder }) => {
    const verdict = await verifyAuditChain({ database, dataFolder });
    say(`${verdict.events} events in ${verdict.chains} chains, ${verdict.heads} signed heads`);
    if (verdict.foreignHeads > 0) say(`${verdict.foreignHeads} heads in the file belong to another database`);
    for (const { kind, chain, seq, words } of verdict.faults) say(`${kind} at ${chain}/${seq}: ${words}`);
    say(verdict.ok ? 'The trail is whole.' : 'The trail was changed.');
    return verdict.ok ? 0 : 1;
  });
} else {
  say('npm run audit -- verify');
  process.exitCode = 1;
}

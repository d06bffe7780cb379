// A process that writes patients into a partition as fast as it can and says each id once the server has
// acknowledged it. The storage story kills it.
import { call, smallSeed, startStand } from './sandbox-fhir-stand.ts';

const stand = await startStand(smallSeed(), process.argv[2]);
const token = stand.token('generic', ['user/*.cruds']);
const body = { resourceType: 'Patient', name: [{ family: 'Acknowledged' }] };
for (;;) {
  const answer = await call(`${stand.base('generic')}/Patient`, { method: 'POST', token, body });
  process.stdout.write(`${(answer.json as { id: string }).id}\n`);
}

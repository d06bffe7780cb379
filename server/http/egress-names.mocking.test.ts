// T36: names that resolve to somewhere else than they should, or to something else the second time. The resolver
// is the outside world here and is played; connecting is real.
import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createEgress, type Egress } from './egress.ts';

const answers: LookupAddress[][] = [];
vi.mock('node:dns', () => ({
  lookup: (_name: string, _options: object, done: (error: null, all: LookupAddress[]) => void) =>
    done(null, answers.shift() ?? []),
}));

const server = createServer((_req, res) => {
  connected += 1;
  // Each call makes a connection of its own, and so asks the resolver again.
  res.setHeader('connection', 'close').end('{}');
});
let connected = 0;
let egress: Egress;
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
  connected = 0;
  answers.length = 0;
  egress = createEgress({ connect: 500 });
});
afterAll(async () => {
  await egress.close();
  await new Promise((resolve) => server.close(resolve));
});

const at = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });
function call(reach = { loopback: false, privateNetwork: false }) {
  const origin = `http://ehr.example:${port}`;
  return egress.forTenant({ id: 't', origins: [origin], ...reach }).fetch(`${origin}/metadata`);
}
const refused = { code: 'egress.address-refused' };

it.each([
  ...['127.0.0.1', '127.1.2.3', '0.0.0.0', '10.0.0.5', '172.16.0.1', '192.168.1.1', '100.64.0.1'],
  ...['169.254.169.254', '169.254.170.2', '224.0.0.1', '255.255.255.255', '198.18.0.1', '::1', '::'],
  ...[
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.5',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
  ],
  ...['2002:7f00:1::', '2001::1', 'fe80::1', 'fd00::1', 'fd00:ec2::254', 'ff02::1'],
])('T36: a name that resolves to %s is not connected to', async (address) => {
  answers.push([at(address)]);
  await expect(call()).rejects.toMatchObject(refused);
  expect(connected).toBe(0);
});

it('T36: one bad address among good ones refuses the name', async () => {
  answers.push([at('93.184.216.34'), at('127.0.0.1')]);
  await expect(call()).rejects.toMatchObject(refused);
});

it('T36: a name that is good once and bad the next time is judged each time, by the address connected to', async () => {
  const here = { loopback: true, privateNetwork: false };
  answers.push([at('127.0.0.1')], [at('10.0.0.5')], [at('169.254.169.254')], [at('127.0.0.1')]);
  expect((await call(here)).status).toBe(200);
  await expect(call(here)).rejects.toMatchObject(refused);
  await expect(call(here)).rejects.toMatchObject(refused);
  expect((await call(here)).status).toBe(200);
  // Nobody asked the resolver a second time between judging and connecting.
  expect([connected, answers.length]).toEqual([2, 0]);
});

it('T36: a name that resolves to nothing is not connected to', async () => {
  answers.push([]);
  await expect(call()).rejects.toMatchObject(refused);
});

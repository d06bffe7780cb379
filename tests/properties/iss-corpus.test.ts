// An iss that is not registered costs no outgoing byte (T31, attack L1). Packet-level sinks listen where the
// look-alikes point; the honest EHR must not be asked either.

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { failureOf, Visitor } from '../fixtures/visitor.ts';

let ehr: SmallEhr;
let house: SmallHouse;
let sink: Server;
let connections = 0;

beforeAll(async () => {
  ehr = await startSmallEhr('one');
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'one')] });
  sink = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => sink.listen(0, resolve));
});
afterAll(async () => {
  await house.close();
  await ehr.close();
  await new Promise((resolve) => sink.close(resolve));
});

function listForeign(iss: string, port: number): string[] {
  const { host, hostname, port: own, origin } = new URL(iss);
  const hosts = [
    `localhost:${port}`,
    `127.0.0.1:${port}`,
    `127.1:${port}`,
    `2130706433:${port}`,
    `0x7f.1:${port}`,
    `017700000001:${port}`,
    `[::1]:${port}`,
    `[::ffff:127.0.0.1]:${port}`,
    `0.0.0.0:${port}`,
    `${hostname}.:${own}`,
    `${hostname}%00.evil.test`,
    `${hostname}.evil.test`,
    `evil.test#@${host}`,
    `${host}@evil.test`,
    `user@${host}`,
    `user:pass@${host}`,
    'localhost.localdomain',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    '127。0。0。1',
    '169.254.169.254',
    '[fd00::1]',
    '[64:ff9b::7f00:1]',
  ];
  return [
    ...hosts.map((one) => `http://${one}/fhir`),
    ...[
      '',
      '/',
      '/../fhir',
      '/fhir/',
      '/fhir//',
      '/fhir/.',
      '/fhir/..',
      '/fhir/../fhir',
      '//fhir',
      '/FHIR',
      '/Fhir',
    ].map((path) => `${origin}${path}`),
    ...[
      '/%66hir',
      '/fhir%2f',
      '/fhir%00',
      '/fhir?x',
      '/fhir#x',
      '/fhir;x',
      '/fhir\\',
      '/fhir ',
      '/fhir\t',
      '/fhir\n',
    ].map((path) => `${origin}${path}`),
    iss.toUpperCase(),
    iss.replace('http:', 'HTTP:'),
    iss.replace('http:', 'https:'),
    iss.replace('http://', 'http:/'),
    iss.replace('http://', 'http:\\\\'),
    iss.replace('http:', ''),
    iss.replace('http:', 'ftp:'),
    iss.replace('http:', 'javascript:'),
    iss.replace('http:', 'file:'),
    ` ${iss}`,
    `${iss} `,
    `\u200b${iss}`,
    `${iss}\u0000`,
    'data:text/plain,x',
    '*',
    'null',
    '__proto__',
    'constructor',
    '/fhir',
    'fhir',
  ];
}

it('refuses sixty look-alikes without a byte to anybody', async () => {
  const corpus = listForeign(ehr.iss, (sink.address() as AddressInfo).port);
  expect(corpus.length).toBeGreaterThanOrEqual(60);
  expect(corpus).not.toContain(ehr.iss);
  const before = ehr.seen.length;
  for (const door of ['ehr', 'patient', 'staff'])
    for (const iss of corpus) {
      house.skipTime(3_000);
      const query = new URLSearchParams({ iss, ...(door === 'ehr' && { launch: 'launch-1' }) });
      const arrived = await new Visitor().follow(`${house.appUrl}/launch/${door}.html?${query}`);
      expect([arrived.status, failureOf(arrived)], `${door} ${iss}`).toEqual([200, 'iss-unknown']);
    }
  expect(connections).toBe(0);
  expect(ehr.seen.length).toBe(before);
});

it.each([
  ['empty', 'iss=&launch=x', 'iss-missing'],
  ['missing', 'launch=x', 'iss-missing'],
  ['twice', 'iss=a&iss=b&launch=x', 'iss-missing'],
  ['right, launch empty', 'iss={iss}&launch=', 'launch-missing'],
  ['right, launch missing', 'iss={iss}', 'launch-missing'],
  ['right, launch twice', 'iss={iss}&launch=a&launch=b', 'launch-missing'],
  ['right, launch endless', `iss={iss}&launch=${'a'.repeat(8_001)}`, 'launch-missing'],
])('says what is wrong when iss is %s', async (_name, query, code) => {
  const url = `${house.appUrl}/launch/ehr.html?${query.replace('{iss}', encodeURIComponent(ehr.iss))}`;
  expect(failureOf(await new Visitor().follow(url))).toBe(code);
});

it('shows the static page when nothing was asked', async () => {
  for (const door of ['ehr', 'patient', 'staff']) {
    const answer = await new Visitor().go(`${house.appUrl}/launch/${door}.html`);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
  }
});

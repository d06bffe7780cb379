// A real coturn with the configuration of docs/operations.md and the passwords this server mints: who gets a
// relay, by which way, and where it may lead (T84, T85).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintTurnCredential } from '#server/video';
import { coturnConfiguration, startCoturn, type TestCoturn } from '../fixtures/coturn.ts';
import { openTurnClient, type TurnClient } from '../fixtures/turn-client.ts';

const whose = { tenantId: 'one', visitId: 'visit-1' };
let coturn: TestCoturn;
beforeAll(async () => {
  coturn = await startCoturn(coturnConfiguration());
});
afterAll(() => coturn.stop());

let people = 0;
/** Somebody new each time: coturn counts relays by person, not by password. */
function minted(at = new Date(), secret = coturn.secret) {
  people += 1;
  return mintTurnCredential({ urls: [], secret }, { ...whose, participantId: `p-${people}` }, at);
}

async function withClient<T>(
  user: { username: string; credential: string },
  run: (client: TurnClient) => Promise<T>,
  way: 'udp' | 'tcp' | 'tls' = 'udp',
  server = coturn,
): Promise<T> {
  const client = await openTurnClient(way, way === 'tls' ? server.tlsPort : server.port, user);
  try {
    return await run(client);
  } finally {
    client.close();
  }
}

describe('a relay', () => {
  it.each(['udp', 'tcp', 'tls'] as const)('is given for a minted password over %s', async (way) => {
    expect(await withClient(minted(), (client) => client.allocate(), way)).toBe(0);
  });

  it('is given over plain TCP on the TLS port, as firewalls let it through', async () => {
    const client = await openTurnClient('tcp', coturn.tlsPort, minted());
    expect(await client.allocate()).toBe(0);
    client.close();
  });

  it.each([
    ['a password of an hour ago', () => minted(new Date(Date.now() - 3_600_000))],
    ['a password of another secret', () => minted(new Date(), 'another secret of thirty-two letters')],
    ['a name that was given more time', () => later(minted())],
    ['a name of somebody else', () => ({ ...minted(), username: `${minted().username}x` })],
    ['no password', () => ({ ...minted(), credential: '' })],
    ['a name without a time', () => ({ username: 'admin', credential: minted().credential })],
  ])('is refused for %s', async (_, user) => {
    for (const way of ['udp', 'tcp', 'tls'] as const)
      expect(await withClient(user(), (client) => client.allocate(), way), way).toBe(401);
  });

  it('is refused to one person who asks for more than their share', async () => {
    const user = minted();
    const clients = await Promise.all(
      Array.from({ length: 16 }, () => openTurnClient('udp', coturn.port, user)),
    );
    const given: number[] = [];
    for (const client of clients) given.push(await client.allocate());
    for (const client of clients) client.close();
    expect(given.filter((error) => error === 0).length).toBeLessThanOrEqual(12);
    expect(given.filter((error) => error === 486).length).toBeGreaterThanOrEqual(4);
  });
});

function later(user: { username: string; credential: string }) {
  const [until, name] = user.username.split(':');
  return { ...user, username: `${Number(until) + 86_400}:${name}` };
}

/** IANA special-purpose addresses, and every form that hides an IPv4 address in an IPv6 one. */
const SPECIAL = {
  4: [
    ...['0.0.0.1', '10.0.0.5', '10.255.255.254', '100.64.0.1', '127.0.0.1', '127.255.255.254'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.254', '192.0.0.1', '192.0.2.1', '192.88.99.1'],
    ...['192.168.0.1', '198.18.0.1', '198.19.255.254', '198.51.100.1', '203.0.113.1', '224.0.0.1'],
    ...['239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ],
  6: [
    ...['::', '::1', '::10.0.0.5', '::ffff:127.0.0.1', '::ffff:10.0.0.5', '::ffff:169.254.169.254'],
    ...['::ffff:192.168.0.1', '64:ff9b::a00:5', '64:ff9b::7f00:1', '64:ff9b:1::a00:5', '2002:a00:5::1'],
    ...['2002:7f00:1::1', '2001::1', '2001:db8::1', '100::1', 'fc00::1', 'fd12:3456::1', 'fe80::1'],
    ...['fec0::1', 'ff02::1'],
  ],
} as const;
const PUBLIC = { 4: '8.8.8.8', 6: '2606:4700:4700::1111' } as const;

describe('where a relay may lead', () => {
  it.each([4, 6] as const)('to none of the special IPv%s addresses', async (family) => {
    const open = await withClient(minted(), async (client) => {
      expect(await client.allocate(family)).toBe(0);
      expect(await client.permit(PUBLIC[family]), 'a public address').toBe(0);
      const permitted: string[] = [];
      for (const address of SPECIAL[family])
        if ((await client.permit(address)) !== 403) permitted.push(address);
      return permitted;
    });
    expect(open).toEqual([]);
  });

  it('the list is what keeps it so: without it private networks are reached', async () => {
    const bare = await startCoturn(coturnConfiguration(/^denied-peer-ip/));
    try {
      const user = minted();
      await withClient(
        user,
        async (client) => {
          expect(await client.allocate()).toBe(0);
          for (const address of ['10.0.0.5', '192.168.0.1', '169.254.169.254'])
            expect(await client.permit(address), address).toBe(0);
        },
        'udp',
        bare,
      );
    } finally {
      await bare.stop();
    }
  });
});

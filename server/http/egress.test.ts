import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress, type EgressPeer } from './egress.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function listen(handle: RequestListener): Promise<{ origin: string; hits: string[] }> {
  const hits: string[] = [];
  const server: Server = createServer((req, res) => {
    hits.push(`${req.method} ${req.url}`);
    handle(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hits };
}

function egressTo(origins: string[], reach: Partial<EgressPeer> = {}, limits = {}) {
  const egress = createEgress(limits);
  open.push(() => egress.close());
  return egress.forTenant({ id: 't', origins, loopback: true, privateNetwork: false, ...reach });
}

describe('the one way out', () => {
  it('calls a pinned origin and hands back the whole body', async () => {
    const { origin } = await listen((_req, res) => res.setHeader('x-a', 'b').end('{"ok":true}'));
    const answer = await egressTo([origin]).fetch(`${origin}/metadata`);
    expect([answer.status, answer.headers.get('x-a'), await answer.json()]).toEqual([200, 'b', { ok: true }]);
  });

  it.each([
    (o: string) => o.replace('127.0.0.1', '127.0.0.2'),
    (o: string) => `${o}0`,
    (o: string) => o.replace('http:', 'https:'),
    (o: string) => o.replace('http://', 'http://evil@'),
    (o: string) => o.replace('127.0.0.1', '127.0.0.1.evil.test'),
    (o: string) => o.replace('127.0.0.1', 'localhost'),
    () => 'file:///etc/passwd',
    () => '//evil.test/x',
    () => '',
  ])('look-alike %#: refused before a byte leaves', async (twist) => {
    const { origin, hits } = await listen((_req, res) => res.end());
    await expect(egressTo([origin]).fetch(twist(origin))).rejects.toMatchObject({
      code: 'egress.host-not-pinned',
    });
    expect(hits).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])(
    'a %i redirect is not followed, not even to its own host',
    async (status) => {
      const { origin, hits } = await listen((_req, res) => res.writeHead(status, { location: '/b' }).end());
      await expect(egressTo([origin]).fetch(`${origin}/a`)).rejects.toMatchObject({
        code: 'egress.redirect',
      });
      expect(hits).toEqual(['GET /a']);
    },
  );

  it('a pinned name that resolves to this machine is refused unless the tenant is on this machine', async () => {
    const { origin, hits } = await listen((_req, res) => res.end());
    const named = origin.replace('127.0.0.1', 'localhost');
    await expect(egressTo([named], { loopback: false }).fetch(named)).rejects.toMatchObject({
      code: 'egress.address-refused',
    });
    await expect(egressTo([origin], { loopback: false }).fetch(origin)).rejects.toMatchObject({
      code: 'egress.address-refused',
    });
    expect(hits).toEqual([]);
  });

  it('stops reading past the limit, also when a small zipped answer grows', async () => {
    const bomb = gzipSync(Buffer.alloc(3_000_000));
    const { origin } = await listen((_req, res) => res.setHeader('content-encoding', 'gzip').end(bomb));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(egressTo([origin], {}, { maxBytes: 100_000 }).fetch(origin)).rejects.toMatchObject({
      code: 'egress.too-large',
    });
  });

  it('an EHR that never answers, or drips its body, ends in `egress.timeout`', async () => {
    const silent = await listen(() => undefined);
    const drip = await listen((_req, res) => {
      const timer = setInterval(() => res.write('x'), 30);
      res.on('close', () => clearInterval(timer));
    });
    for (const { origin } of [silent, drip])
      await expect(egressTo([origin], {}, { total: 300 }).fetch(origin)).rejects.toMatchObject({
        kind: 'ehr-silent',
        code: 'egress.timeout',
      });
  });

  it('nobody listening is `egress.unreachable`', async () => {
    const { origin } = await listen((_req, res) => res.end());
    for (const close of open.splice(0)) await close();
    await expect(egressTo([origin]).fetch(origin)).rejects.toMatchObject({ code: 'egress.unreachable' });
  });
});

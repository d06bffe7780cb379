import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listBadTokens } from '../fixtures/bad-id-tokens.ts';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { failureOf, launchIdOf, Visitor } from '../fixtures/visitor.ts';

let ehr: SmallEhr;
let hostile: SmallEhr;
let house: SmallHouse;

beforeAll(async () => {
  ehr = await startSmallEhr('one');
  hostile = await startSmallEhr('hostile');
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'one')] });
});
afterAll(async () => {
  await house.close();
  await ehr.close();
  await hostile.close();
});

describe('id_tokens', () => {
  it('believes none of sixty crafted ones, fetches no key they point to, and says so on the page', async () => {
    const bad = await listBadTokens(ehr, hostile.origin);
    expect(bad.length).toBeGreaterThanOrEqual(60);
    const outcomes: Record<string, string> = {};
    for (const { name, make } of bad) {
      house.skipTime(61_000);
      ehr.lies.idToken = make;
      const visitor = new Visitor();
      const arrived = await visitor.follow(launchUrl(house, ehr));
      outcomes[name] = arrived.url.includes('/l/') ? 'ACCEPTED' : (failureOf(arrived) ?? 'no page');
      expect([...(visitor.jars.get(house.appUrl)?.keys() ?? [])], name).toEqual([]);
    }
    const expected = Object.fromEntries(bad.map(({ name }) => [name, 'id-token-invalid']));
    expect(outcomes).toEqual(expected);
    expect(hostile.seen).toEqual([]);
  });

  it('believes an honest one', async () => {
    delete ehr.lies.idToken;
    for (let turn = 0; turn < 5; turn += 1)
      expect(launchIdOf(await new Visitor().follow(launchUrl(house, ehr)))).toMatch(/^[\w-]{22}$/);
  });

  it.each([
    ['aud a list of us alone', { aud: ['client-one'] }],
    ['aud two, azp us', { aud: ['client-one', 'other'], azp: 'client-one' }],
    ['a minute fast', { iat: Math.floor(Date.now() / 1000) + 60 }],
  ])('believes an honest one with %s', async (_name, change) => {
    ehr.lies.idToken = async ({ clientId, nonce }) => {
      const { SignJWT } = await import('jose');
      const now = Math.floor(Date.now() / 1000);
      const honest = { iss: ehr.issuer, sub: 's', aud: clientId, nonce, iat: now, exp: now + 300 };
      return new SignJWT({ ...honest, ...change })
        .setProtectedHeader({ alg: 'RS256', kid: 'one-1' })
        .sign(ehr.keys.privateKey);
    };
    expect(launchIdOf(await new Visitor().follow(launchUrl(house, ehr)))).toMatch(/^[\w-]{22}$/);
  });

  it('opens a session that knows nobody when the EHR grants no openid', async () => {
    ehr.lies.idToken = async () => null;
    const visitor = new Visitor();
    const launchId = launchIdOf(await visitor.follow(launchUrl(house, ehr)));
    const answer = await visitor.go(`${house.appUrl}/l/${launchId}/api/session`);
    expect(await answer.json()).toMatchObject({
      role: null,
      person: { fhirUser: null, name: null },
      patientId: 'pat-1',
    });
  });
});

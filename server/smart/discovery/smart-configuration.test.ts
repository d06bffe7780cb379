import { describe, expect, it } from 'vitest';
import { readSmartConfiguration } from './smart-configuration.ts';

const BASE = 'https://ehr.example/fhir/r4';
const PINNED = ['https://ehr.example', 'https://auth.ehr.example:8443'];
const honest = {
  issuer: 'https://ehr.example/oauth2',
  authorization_endpoint: 'https://ehr.example/oauth2/authorize',
  token_endpoint: 'https://auth.ehr.example:8443/token',
  jwks_uri: 'https://ehr.example/oauth2/keys',
  capabilities: ['launch-ehr'],
};
const read = (change: object) => readSmartConfiguration({ ...honest, ...change }, BASE, PINNED);
const serverOf = (change: object) => {
  const result = read(change);
  if (!result.ok) throw new Error(result.fault);
  return result.server;
};

describe('readSmartConfiguration', () => {
  it('takes endpoints on pinned hosts', () => {
    expect(serverOf({})).toEqual({
      issuer: 'https://ehr.example/oauth2',
      authorizationEndpoint: 'https://ehr.example/oauth2/authorize',
      tokenEndpoint: 'https://auth.ehr.example:8443/token',
      jwksUri: 'https://ehr.example/oauth2/keys',
      revocationEndpoint: null,
      assertionAlgs: undefined,
      idTokenAlgs: ['RS256'],
      sendsIss: false,
    });
  });

  it('resolves relative endpoints against the FHIR base (SMART 2.2)', () => {
    expect(serverOf({ token_endpoint: 'auth/token' }).tokenEndpoint).toBe(
      'https://ehr.example/fhir/r4/auth/token',
    );
    expect(serverOf({ token_endpoint: '/auth/token' }).tokenEndpoint).toBe('https://ehr.example/auth/token');
  });

  it('without an issuer the FHIR base stands in, which no id_token of another will match', () => {
    expect(serverOf({ issuer: undefined }).issuer).toBe(BASE);
  });

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])('refuses %s elsewhere', (name) => {
    const elsewhere = [
      'https://evil.example/x',
      'http://ehr.example/x',
      'https://ehr.example:444/x',
      'https://ehr.example.evil.test/x',
      'https://ehr.example@evil.test/x',
      'https://user:pass@ehr.example/x',
      'https://ehr.example/x#y',
      '//evil.example/x',
      '\\\\evil.example/x',
      'javascript:alert(1)',
      'https://[bad',
      'https://auth.ehr.example/token',
    ];
    for (const address of elsewhere) expect(read({ [name]: address }).ok, address).toBe(false);
  });

  it.each(['authorization_endpoint', 'token_endpoint'])('refuses a document without %s', (name) => {
    expect(read({ [name]: undefined })).toMatchObject({ ok: false, fault: expect.stringContaining(name) });
  });

  it.each([
    'https://evil.example',
    'http://ehr.example',
    'https://ehr.example/?x',
    'https://ehr.example/#x',
    'ehr',
    '',
  ])('refuses issuer %j', (issuer) => {
    expect(read({ issuer }).ok).toBe(false);
  });

  it('drops a revocation endpoint elsewhere and goes on', () => {
    expect(serverOf({ revocation_endpoint: 'https://evil.example/revoke' }).revocationEndpoint).toBeNull();
    expect(serverOf({ revocation_endpoint: 'https://ehr.example/revoke' }).revocationEndpoint).not.toBeNull();
  });

  it.each([
    [['plain'], false],
    [['plain', 'S256'], true],
    [[], true],
    [undefined, true],
  ])('PKCE methods %j: %s', (methods, ok) => {
    expect(read({ code_challenge_methods_supported: methods }).ok).toBe(ok);
  });

  it('agrees to no weak id_token algorithm', () => {
    const algs = (said: string[]) => serverOf({ id_token_signing_alg_values_supported: said }).idTokenAlgs;
    expect(algs(['none', 'HS256', 'ES256'])).toEqual(['ES256']);
    expect(algs(['none', 'HS256'])).toEqual(['RS256']);
    expect(algs([])).toEqual(['RS256']);
  });

  it.each([null, 7, 'x', [], { authorization_endpoint: 1 }])('refuses %j', (document) => {
    expect(readSmartConfiguration(document, BASE, PINNED).ok).toBe(false);
  });
});

// The pages between an authorize request and its answer, as patients, a parent and staff go through them. Raw HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  askAdmin,
  authorizeUrl,
  CALLBACK,
  callbackOf,
  claimsOf,
  type Discovered,
  discover,
  type Ehr,
  launchStandalone,
  startEhr,
  tradeCode,
  Visitor,
} from '../fixtures/sandbox-raw.ts';

let ehr: Ehr;
let at: Discovered;
beforeAll(async () => {
  ehr = await startEhr();
  at = await discover(ehr, 'generic');
});
afterAll(() => ehr?.close());

describe('a person', () => {
  const SCOPES =
    'openid fhirUser launch/patient offline_access patient/Patient.rs patient/Observation.rs?category=vital-signs user/Patient.rs';

  it('gives what is ticked and nothing else', async () => {
    const { callback, pages } = await launchStandalone({
      at,
      scope: SCOPES,
      username: 'ada-martin',
      patient: 'ada-martin',
      untick: ['offline_access', 'patient/Patient.rs'],
    });
    expect(pages).toHaveLength(3);
    const { body } = await tradeCode(at, callback);
    expect(body.scope).toBe('openid fhirUser launch/patient patient/Observation.rs?category=vital-signs');
    expect(body).toMatchObject({ patient: 'ada-martin' });
    expect(body.refresh_token).toBeUndefined();
    expect(claimsOf(body.id_token).fhirUser).toBe(`${at.base}/Patient/ada-martin`);
  });

  it('who ticks nothing or says no sends the app away', async () => {
    const none = await launchStandalone({
      at,
      scope: 'launch/patient patient/Patient.rs',
      username: 'ada-martin',
      patient: 'ada-martin',
      untick: ['launch/patient', 'patient/Patient.rs'],
    });
    expect(none.callback.error).toBe('access_denied');
    const visitor = new Visitor();
    const shown = await visitor.follow(authorizeUrl(at, { scope: SCOPES }));
    const refused = await visitor.follow(`${shown.url}/refuse`, {});
    expect(callbackOf(refused).error).toBe('access_denied');
  });

  it('chooses only among their own records', async () => {
    const visitor = new Visitor();
    const shown = await visitor.follow(authorizeUrl(at, { scope: SCOPES }));
    const picker = await visitor.follow(`${shown.url}/login`, {
      username: 'sofia-brennan-proxy',
      password: 'sandbox',
    });
    expect(picker.page).toContain('value="mia-brennan"');
    expect(picker.page).not.toContain('ada-martin');
    const foreign = await visitor.follow(`${shown.url}/patient`, { patient: 'ada-martin' });
    expect(foreign.page).toContain('name="patient"');
  });

  it.each(['noah-brennan', 'mia-brennan'])(
    'acting for %s is the RelatedPerson of that child',
    async (child) => {
      const { callback } = await launchStandalone({
        at,
        scope: SCOPES,
        username: 'sofia-brennan-proxy',
        patient: child,
      });
      const { body } = await tradeCode(at, callback);
      expect(body.patient).toBe(child);
      expect(claimsOf(body.id_token).fhirUser).toBe(`${at.base}/RelatedPerson/sofia-brennan-for-${child}`);
    },
  );

  it('logs in once and is asked again with prompt=login or as somebody else', async () => {
    const scope = 'openid user/Patient.rs';
    const { visitor } = await launchStandalone({ at, scope, username: 'helen-brooks' });
    const again = await visitor.follow(authorizeUrl(at, { scope }));
    expect(again.page).toContain('name="scope"');
    const prompted = await visitor.follow(authorizeUrl(at, { scope, params: { prompt: 'login' } }));
    expect(prompted.page).toContain('name="password"');
    const patients = await visitor.follow(
      authorizeUrl(at, { scope: 'patient/Patient.rs', clientId: 'patients' }),
    );
    expect(patients.page, 'staff do not use patients’ apps').toContain('name="password"');
    const anew = await visitor.follow(`${again.url}/switch`, {});
    expect(anew.page).toContain('name="password"');
  });

  it('is not asked for access where the app only wants to know who it is, once access was given', async () => {
    const visitor = new Visitor();
    const again = (params: Record<string, string> = {}) =>
      launchStandalone({
        at,
        scope: 'openid fhirUser',
        username: 'samuel-greene',
        visitor,
        params: { prompt: 'login', ...params },
      });
    const first = await again();
    expect([first.pages.length, first.pages.at(-1)?.includes('name="scope"')]).toEqual([2, true]);
    const second = await again();
    expect(second.pages).toHaveLength(1);
    const { body } = await tradeCode(at, second.callback);
    expect(body.scope).toBe('openid fhirUser');
    expect(claimsOf(body.id_token)).toMatchObject({
      sub: 'samuel-greene',
      fhirUser: `${at.base}/Patient/samuel-greene`,
    });
    expect((await again({ prompt: 'login consent' })).pages, 'the app wants the page').toHaveLength(2);
  });

  it.each(['generic', 'epic', 'oracle'] as const)(
    'of the staff at %s only logs in where an app wants to know who it is',
    async (personality) => {
      const there = await discover(ehr, personality);
      const input = { at: there, username: 'helen-brooks', params: { prompt: 'login' } };
      const only = await launchStandalone({ ...input, scope: 'openid fhirUser' });
      expect([only.pages.length, Boolean(only.callback.code)]).toEqual([1, true]);
      const more = await launchStandalone({ ...input, scope: 'openid fhirUser user/Patient.rs' });
      expect(more.pages, 'a record is another matter').toHaveLength(2);
    },
  );

  it('of a patients’ app at Epic is known again without choosing a record again', async () => {
    const there = await discover(ehr, 'epic');
    const ask = (scope: string) =>
      launchStandalone({
        at: there,
        scope,
        username: 'ada-martin',
        patient: 'ada-martin',
        clientId: 'patients-of-epic',
      });
    await askAdmin(ehr, '/clients', {
      clientId: 'patients-of-epic',
      name: 'Registered for two types',
      personalities: ['epic'],
      persona: 'patient',
      auth: { method: 'none' },
      redirectUris: [CALLBACK],
      scopes: ['patient/Patient.rs', 'patient/Observation.rs'],
    });
    expect((await ask('openid launch/patient')).pages).toHaveLength(3);
    const again = await launchStandalone({
      at: there,
      scope: 'openid fhirUser',
      username: 'ada-martin',
      clientId: 'patients-of-epic',
      params: { prompt: 'login' },
    });
    expect(again.pages).toHaveLength(1);
    const { body } = await tradeCode(there, again.callback, { id: 'patients-of-epic' });
    expect([body.scope, body.patient]).toEqual(['openid fhirUser', undefined]);
  });

  it('with a wrong password stays where they are', async () => {
    const visitor = new Visitor();
    const shown = await visitor.follow(authorizeUrl(at, { scope: SCOPES }));
    const wrong = await visitor.follow(`${shown.url}/login`, { username: 'ada-martin', password: 'x' });
    expect([wrong.status, wrong.page.includes('role="alert"')]).toEqual([401, true]);
  });

  it('in another browser cannot go on with the page', async () => {
    const shown = await new Visitor().follow(authorizeUrl(at, { scope: SCOPES }));
    const other = await new Visitor().follow(`${shown.url}/login`, {
      username: 'ada-martin',
      password: 'sandbox',
    });
    expect(other.status).toBe(400);
  });

  it('chooses a visit where the app asks for one', async () => {
    const { callback } = await launchStandalone({
      at,
      scope: `${SCOPES} launch/encounter`,
      username: 'helen-brooks',
      patient: 'ada-martin',
    });
    const { body } = await tradeCode(at, callback);
    expect(body.encounter).toBeTruthy();
    expect(body.scope).toContain('launch/encounter');
  });
});

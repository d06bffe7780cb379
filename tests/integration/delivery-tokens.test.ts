// Whose token writes: of the same person at the same issuer, for that patient, as long as there is one; else the
// backend service; else nobody's. After the log-out too, where deliveries need it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWritingHand, type WritingHand } from '../fixtures/writing-hand.ts';

const NOTHING_SENT = { kind: 'no-effect', why: 'no-connection', retryAfterSeconds: null };

function toolsOf(hand: () => WritingHand) {
  return {
    takeNotes() {
      hand().forget();
      hand().ehr.lies.fhir = () => ({ status: 201, headers: { location: 'DocumentReference/n1' } });
    },
    sendFor(sub: string, patient = 'Patient/ada', iss = hand().ehr.iss) {
      const body = { resourceType: 'DocumentReference', subject: { reference: patient } };
      return hand().writer.send(hand().order('note', { owner: { iss, sub, patient }, patient, body }));
    },
    logOut: (launchId: string) => hand().house.context.smart.endLaunch(launchId, 'log-out'),
    revocations: () => hand().ehr.requestsTo('/oauth2/revoke').length,
  };
}

describe('of a person', () => {
  let hand: WritingHand;
  const { takeNotes, sendFor, logOut, revocations } = toolsOf(() => hand);
  beforeAll(async () => {
    hand = await startWritingHand();
  });
  afterAll(() => hand.house.close());
  beforeEach(takeNotes);

  it('their own for that patient; nobody else’s, for nobody else, at no other issuer', async () => {
    const other = await hand.comeIn('otto', 'ada');
    expect(await sendFor(hand.sub)).toMatchObject({ kind: 'confirmed' });
    expect(await sendFor(hand.sub, 'Patient/eve')).toEqual({ kind: 'no-token' });
    expect(await sendFor(hand.sub, 'Patient/ada', 'https://other.example/fhir')).toEqual({
      kind: 'no-token',
    });
    expect(await sendFor('nobody')).toEqual({ kind: 'no-token' });
    expect(await sendFor(other.sub)).toMatchObject({ kind: 'confirmed' });
    const bearers = hand.writes().map(({ headers }) => headers.authorization);
    expect([bearers.length, new Set(bearers).size], 'each their own').toEqual([2, 2]);
  });

  it('one of another chart they have open serves that chart’s patient', async () => {
    await hand.comeIn('helen', 'eve');
    expect(await sendFor(hand.sub, 'Patient/eve')).toMatchObject({ kind: 'confirmed' });
    expect(await sendFor(hand.sub, 'Patient/zoe')).toEqual({ kind: 'no-token' });
  });

  it('one that was not given the right is not tried', async () => {
    const honest = hand.ehr.lies.token;
    hand.ehr.lies.token = (_seen, says) => ({
      ...says,
      json: { ...(says.json as object), scope: 'openid fhirUser user/DocumentReference.rs' },
    });
    const { sub } = await hand.comeIn('rita', 'ada');
    expect(await sendFor(sub)).toEqual({ kind: 'no-token' });
    if (honest) hand.ehr.lies.token = honest;
    await hand.comeIn('rita', 'ada');
    expect(await sendFor(sub)).toMatchObject({ kind: 'confirmed' });
  });

  it('none after the log-out, where nothing was kept and there is no backend service', async () => {
    const { launchId, sub } = await hand.comeIn('nora', 'ada');
    await logOut(launchId);
    expect(await sendFor(sub)).toEqual({ kind: 'no-token' });
    expect(hand.writes()).toEqual([]);
  });

  it('the kept grant after the log-out, until it is let go and handed back to the EHR', async () => {
    const { deliveryTokens } = hand.house.context.smart;
    const { launchId, sub } = await hand.comeIn('kim', 'ada');
    const before = revocations();
    await deliveryTokens.keep(launchId);
    await logOut(launchId);
    expect(await sendFor(sub)).toMatchObject({ kind: 'confirmed' });
    expect(revocations()).toBe(before);
    await deliveryTokens.letGo(launchId);
    await expect.poll(revocations).toBe(before + 1);
    expect(await sendFor(sub)).toEqual({ kind: 'no-token' });
  });

  it('let go while they are still there: nothing is handed back before they leave', async () => {
    const { deliveryTokens } = hand.house.context.smart;
    const { launchId, sub } = await hand.comeIn('lena', 'ada');
    const before = revocations();
    await deliveryTokens.keep(launchId);
    await deliveryTokens.letGo(launchId);
    expect(await sendFor(sub)).toMatchObject({ kind: 'confirmed' });
    expect(revocations()).toBe(before);
    await logOut(launchId);
    await expect.poll(revocations).toBe(before + 1);
  });

  it('an EHR that is not there at all: nothing was sent', async () => {
    await hand.ehr.close();
    expect(await sendFor(hand.sub)).toEqual(NOTHING_SENT);
  });
});

describe('where the tenant has a backend service, and user tokens serve any patient', () => {
  let hand: WritingHand;
  const { takeNotes, sendFor, logOut } = toolsOf(() => hand);
  const backendRequests = () =>
    hand.ehr
      .requestsTo('/oauth2/token')
      .filter(({ form }) => form.get('grant_type') === 'client_credentials');
  beforeAll(async () => {
    hand = await startWritingHand({
      backend: { clientId: 'backend', auth: { method: 'private_key_jwt' } },
      site: { userTokensServeAnyPatient: true },
    });
  });
  afterAll(() => hand.close());
  beforeEach(takeNotes);

  it('the person’s own comes first, for whichever patient', async () => {
    expect(await sendFor(hand.sub, 'Patient/zoe')).toMatchObject({ kind: 'confirmed' });
    expect(backendRequests()).toEqual([]);
  });

  it('an EHR that gives no token just now: nothing was sent, and it may be tried again', async () => {
    await logOut(hand.launchId);
    hand.ehr.lies.tokenDown = true;
    expect(await sendFor(hand.sub)).toEqual(NOTHING_SENT);
    expect(hand.writes()).toEqual([]);
    hand.ehr.lies.tokenDown = false;
  });

  it('the service’s when they have gone: fetched once however many ask, anew after a 401', async () => {
    const before = backendRequests().length;
    const answers = await Promise.all(['Patient/ada', 'Patient/eve'].map((one) => sendFor(hand.sub, one)));
    expect(answers.map(({ kind }) => kind)).toEqual(['confirmed', 'confirmed']);
    expect(backendRequests()).toHaveLength(before + 1);
    const [asked] = backendRequests().slice(-1);
    expect(asked?.form.get('scope')).toContain('system/DocumentReference.cu');
    expect(asked?.form.get('client_assertion')).toBeTruthy();
    let turn = 0;
    hand.ehr.lies.fhir = () => {
      turn += 1;
      return turn === 1 ? { status: 401 } : { status: 201 };
    };
    expect(await sendFor(hand.sub)).toMatchObject({ kind: 'confirmed' });
    expect(backendRequests()).toHaveLength(before + 2);
  });

  it('the service’s is not tried for what it has no right to', async () => {
    const { tenantId, owner, patient } = hand.order('note');
    const of = { tenantId, owner, patient, id: 'ada' };
    hand.ehr.lies.fhir = () => ({ status: 403 });
    expect(await hand.writer.read({ ...of, type: 'Patient' })).toEqual({ kind: 'no-token' });
    expect(await hand.writer.read({ ...of, type: 'Encounter' })).toMatchObject({ kind: 'failed' });
  });
});

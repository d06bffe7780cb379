// A note over HL7 v2 to a real MLLP listener, in the clear and over TLS: taken, refused in the receiver's own words,
// cut off, silent, gone. Only what certainly left nothing behind may be sent again.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHl7Gateway, type Hl7Gateway } from '#server/ehr/hl7v2';
import { composeNote } from '../../server/ehr/hl7v2/compose-note.ts';
import { LINE_LIMITS, type LineLimits } from '../../server/ehr/hl7v2/line.ts';
import { readHl7Site } from '../../server/ehr/hl7v2/site.ts';
import { type Tenant, TenantEntry } from '../../server/smart/tenants/tenant-schema.ts';
import {
  ack,
  framed,
  type Identity,
  type MllpListener,
  ownIdentity,
  type Reaction,
  startMllpListener,
} from '../fixtures/mllp-listener.ts';

const AT = new Date('2026-11-21T15:04:05Z');
/** For receivers that say nothing; whoever answers has all the time of the product. */
const SHORT: Partial<LineLimits> = { answer: 300 };
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const said: object[] = [];
const quiet = () => undefined;
const log = { info: quiet, error: quiet, debug: quiet, warn: (facts: object) => said.push(facts) };

function tenantAt(
  port: number,
  more: { tls?: boolean; host?: string; privateNetwork?: boolean } = {},
): Tenant {
  const { tls = false, host = '127.0.0.1', privateNetwork = false } = more;
  return TenantEntry.parse({
    id: 'hospital',
    name: 'Hospital',
    vendor: 'epic',
    iss: 'https://ehr.example/fhir',
    clientId: 'webside',
    auth: { method: 'private_key_jwt' },
    frameOrigins: [],
    privateNetwork,
    hl7v2: {
      host,
      port,
      tls,
      sendingApplication: 'WEBSIDE',
      sendingFacility: 'CLINIC',
      receivingApplication: 'EHR',
      receivingFacility: 'HOSPITAL',
    },
  });
}

function gatewayTo(tenant: Tenant, more: { limits?: Partial<LineLimits>; trust?: { ca: string } } = {}) {
  const gateway = createHl7Gateway({ tenants: [tenant], log: log as never, now: () => AT, ...more });
  opened.push(gateway);
  return gateway;
}

async function listen(identity?: Identity): Promise<MllpListener> {
  const listener = await startMllpListener(identity);
  opened.push(listener);
  return listener;
}

function noteOf(messageId: string, text = 'Seen by video.\nRef WS-1'): string {
  const site = readHl7Site(tenantAt(1));
  if (!site) throw new Error('no site');
  return composeNote({
    site,
    messageId,
    composedAt: AT,
    at: null,
    parties: {
      patient: { mrn: 'M1', family: 'Lovelace', given: ['Ada'], birthDate: null, sex: null },
      clinician: { id: '7', isNpi: false, family: 'Blackwell', given: [] },
      visitNumber: null,
    },
    note: {
      kind: 'note',
      parentReference: null,
      reference: 'WS-1',
      title: 'Visit',
      typeCode: '11506-3',
      text,
      signedAt: AT.toISOString(),
    },
  });
}

const send = (gateway: Hl7Gateway, messageId: string, text?: string) =>
  gateway.send({ tenantId: 'hospital', message: noteOf(messageId, text) });
const confirmed = { kind: 'confirmed', status: 0, id: null, version: null, location: null, at: AT };

let identity: Identity;
beforeAll(() => {
  identity = ownIdentity();
});

describe.each([
  ['TCP', false],
  ['TLS', true],
])('over %s', (_, tls) => {
  async function stand() {
    const listener = await listen(tls ? identity : undefined);
    const trust = tls ? { trust: { ca: identity.cert } } : {};
    return { listener, gateway: gatewayTo(tenantAt(listener.port, { tls }), trust) };
  }

  it('a message arrives letter by letter and AA confirms it', async () => {
    const { listener, gateway } = await stand();
    const text = `Ärztin 👩🏽‍⚕️ | & ^ \\ ~\r\nFT1|1|\u000b\u001c\r${'long '.repeat(40_000)}`;
    expect(await send(gateway, 'one', text)).toEqual(confirmed);
    expect(listener.heard).toEqual([noteOf('one', text)]);
  });

  it('the next goes over the same connection, one after the other', async () => {
    const { listener, gateway } = await stand();
    const answers = await Promise.all(['a', 'b', 'c'].map((id) => send(gateway, id)));
    expect(answers).toEqual([confirmed, confirmed, confirmed]);
    expect(listener.heard).toEqual(['a', 'b', 'c'].map((id) => noteOf(id)));
    expect(listener.connections).toBe(1);
  });

  it('a connection that the receiver closed meanwhile is made anew', async () => {
    const { listener, gateway } = await stand();
    await send(gateway, 'a');
    await listener.hangUp();
    expect(await send(gateway, 'b')).toEqual(confirmed);
    expect(listener.connections).toBe(2);
  });

  it('an answer in single bytes is put together', async () => {
    const { listener, gateway } = await stand();
    listener.react = (_, id) => [...framed(ack('AA', id))].map((byte) => Buffer.from([byte]));
    expect(await send(gateway, 'a')).toEqual(confirmed);
  });

  it('cut off after the message had left: nobody knows', async () => {
    const { listener, gateway } = await stand();
    listener.react = () => 'cut';
    expect(await send(gateway, 'a')).toEqual({ kind: 'unknown', why: 'lost-answer' });
    expect(listener.heard).toHaveLength(1);
  });
});

describe('an answer', () => {
  async function answered(
    react: (message: string, id: string) => Reaction,
    limits: Partial<LineLimits> = {},
  ) {
    const listener = await listen();
    listener.react = react;
    const gateway = gatewayTo(tenantAt(listener.port), { limits });
    return { answer: await send(gateway, 'a'), listener, gateway };
  }

  it('AE is refused in the words meant for a person, and says where', async () => {
    const error = 'ERR||TXA^1^12|103^Table value not found^HL70357|E|||tech|Unknown document \\T\\ type';
    const { answer } = await answered((_, id) => [framed(ack('AE', id, { words: 'bad', error }))]);
    expect(answer).toEqual({
      kind: 'refused',
      status: 0,
      code: '103',
      words: 'Unknown document & type (TXA 1 12)\nbad',
      next: 'change-and-retry',
    });
  });

  it('AE without an ERR says what MSA-3 says', async () => {
    const { answer } = await answered((_, id) => [framed(ack('AE', id, { words: 'No such patient' }))]);
    expect(answer).toMatchObject({
      kind: 'refused',
      code: 'AE',
      words: 'No such patient',
      next: 'change-and-retry',
    });
  });

  it('AR is refused and a matter for the analyst', async () => {
    const { answer } = await answered((_, id) => [framed(ack('AR', id, { words: 'Unsupported event' }))]);
    expect(answer).toMatchObject({
      kind: 'refused',
      code: 'AR',
      words: 'Unsupported event',
      next: 'ask-analyst',
    });
  });

  it('CR and CE of the enhanced mode are refusals, CA is not yet an answer', async () => {
    const { answer } = await answered((_, id) => [framed(ack('CE', id, { words: 'no' }))]);
    expect(answer).toMatchObject({ kind: 'refused', next: 'change-and-retry' });
    const rejected = await answered((_, id) => [framed(ack('CR', id))]);
    expect(rejected.answer).toMatchObject({ kind: 'refused', next: 'ask-analyst' });
    const late = await answered((_, id) => [framed(ack('CA', id)), framed(ack('AA', id))]);
    expect(late.answer).toEqual(confirmed);
    const never = await answered((_, id) => [framed(ack('CA', id))], SHORT);
    expect(never.answer).toEqual({ kind: 'unknown', why: 'timeout' });
  });

  it('that the number is known already is to be looked up', async () => {
    const error = 'ERR|||205^Duplicate key identifier^HL70357|E';
    const { answer } = await answered((_, id) => [framed(ack('AE', id, { error }))]);
    expect(answer).toEqual({ kind: 'duplicate', status: 0, code: '205' });
  });

  it.each([
    ['none at all', (): Reaction => 'silent'],
    ['one to another message', (): Reaction => [framed(ack('AA', 'SOMEBODYELSES'))]],
    ['one that says nothing', (_: string, id: string): Reaction => [framed(ack('ZZ', id))]],
    ['noise', (): Reaction => [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]],
    ['a frame with noise', (): Reaction => [framed('nothing|like|it')]],
    ['half of one', (_: string, id: string): Reaction => [framed(ack('AA', id)).subarray(0, -1)]],
  ])('%s leaves it unknown', async (_, react) => {
    const { answer, listener } = await answered(react, SHORT);
    expect(answer).toMatchObject({ kind: 'unknown' });
    expect(listener.heard).toHaveLength(1);
  });

  it('without an end is cut off', async () => {
    const flood = Buffer.alloc(LINE_LIMITS.maxBytes + 1, 'x');
    const { answer } = await answered(() => [flood]);
    expect(answer).toEqual({ kind: 'unknown', why: 'lost-answer' });
  });

  it('after a lost one, the next message has a connection of its own', async () => {
    const { listener, gateway } = await answered(() => 'silent', { answer: 2000 });
    listener.react = (_, id) => [framed(ack('AA', id))];
    expect(await send(gateway, 'b')).toEqual(confirmed);
    expect(listener.connections).toBe(2);
  });

  it('that does not come in time lets others go back to planned, unsent', async () => {
    const listener = await listen();
    listener.react = () => 'silent';
    const gateway = gatewayTo(tenantAt(listener.port), { limits: { answer: 1000, turn: 50 } });
    const [first, second] = await Promise.all([send(gateway, 'a'), send(gateway, 'b')]);
    expect(first).toEqual({ kind: 'unknown', why: 'timeout' });
    expect(second).toEqual({ kind: 'no-effect', why: 'not-begun', retryAfterSeconds: null });
    expect(listener.heard).toEqual([noteOf('a')]);
  });
});

describe('no connection', () => {
  const none = { kind: 'no-effect', why: 'no-connection', retryAfterSeconds: null };

  it('nobody listens', async () => {
    const listener = await startMllpListener();
    await listener.close();
    expect(await send(gatewayTo(tenantAt(listener.port)), 'a')).toEqual(none);
  });

  it('a certificate that nobody vouches for', async () => {
    const listener = await listen(identity);
    expect(await send(gatewayTo(tenantAt(listener.port, { tls: true })), 'a')).toEqual(none);
    expect(listener.heard).toEqual([]);
  });

  it('a certificate of another name', async () => {
    const listener = await listen(identity);
    const tenant = tenantAt(listener.port, { tls: true, host: '127.0.0.2' });
    expect(await send(gatewayTo(tenant, { trust: { ca: identity.cert } }), 'a')).toEqual(none);
  });

  it('a receiver that speaks no TLS where TLS is asked for', async () => {
    const listener = await listen();
    const tenant = tenantAt(listener.port, { tls: true });
    expect(await send(gatewayTo(tenant, { limits: { connect: 300 } }), 'a')).toEqual(none);
    expect(listener.heard).toEqual([]);
  });

  it('an address that the operator has not opened', async () => {
    const tenant = tenantAt(2575, { host: '169.254.169.254', privateNetwork: true });
    expect(await send(gatewayTo(tenant), 'a')).toEqual(none);
  });
});

it('a hospital without an endpoint is never sent anything', async () => {
  const { hl7v2: _, ...tenant } = tenantAt(1);
  await expect(send(gatewayTo(tenant), 'a')).rejects.toThrow('no HL7 v2 endpoint');
});

it('the log tells that something was not taken, and nothing of it', async () => {
  said.length = 0;
  const listener = await listen();
  listener.react = (_, id) => [framed(ack('AE', id, { words: 'Lovelace is unknown' }))];
  await send(gatewayTo(tenantAt(listener.port)), 'a');
  expect(said).toEqual([{ tenantId: 'hospital', kind: 'refused' }]);
});

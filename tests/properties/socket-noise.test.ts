// Noise on the visit's socket (T71), from somebody who is in the visit and from somebody who is not yet: nothing
// crashes, nothing of another visit or of our inside is told, a socket that closes says why, and nobody else notices.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOSE } from '#server/realtime';
import { plantEmbedded } from '../fixtures/planted-database.ts';
import { type Instance, startInstance, TENANT } from '../fixtures/realtime-instance.ts';
import { headersOf, openPage, rawSocket, until } from '../fixtures/socket-page.ts';

const RUNS = 40;
const VISIT = 'visit-with-noise';
const OTHER = 'visit-of-others';
const CANARY = 'canary-of-another-visit';
/** Of ours, and those of the protocol: a broken frame, bad UTF-8, too large, a cut connection (RFC 6455 §7.4.1). */
const CODES: readonly number[] = [...Object.values(CLOSE), 1002, 1006, 1007, 1009];
/** What only our inside knows: stacks, paths, statements. */
const INSIDE = /\bat .+:\d+|node_modules|server\/|SELECT |ZodError|secret/;

let instance: Instance;
beforeAll(async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'webside-noise-'));
  await plantEmbedded(dataFolder);
  instance = await startInstance({ dataFolder });
});
afterAll(() => instance.close());

const member = (participantId: string) => ({ participantId, hears: ['staff'], circle: 'one' });

async function goodPage(visitId: string) {
  const person = `good-in-${visitId}`;
  await instance.setMember(visitId, person, member(person));
  const guest = await instance.comeIn(person);
  const page = openPage(guest, visitId, () => instance.url(guest.launchId));
  await page.until('connected', () => page.line.state().name === 'connected');
  return page;
}

/** Words of the wire in wrong places, beside what no wire knows. */
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    VISIT,
    OTHER,
    'visit',
    'seen',
    'was',
    '\0',
    '💔',
    '-1',
    '1e999',
  ),
);
const value = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }), fc.double(), fc.constant('x'.repeat(20_000)));
const body = fc.oneof(
  fc.dictionary(fc.oneof(word, fc.constantFrom('text', 'to', 'sdp', 'candidate', 'fingerprint')), value, {
    maxKeys: 5,
  }),
  fc.record({ visit: fc.constantFrom(VISIT, OTHER, 'none'), seen: value, was: value }),
  fc.record({ to: word, description: fc.record({ type: word, sdp: value }) }),
  fc.record({ to: word, candidate: fc.record({ candidate: value, sdpMid: value, sdpMLineIndex: value }) }),
);
const kind = fc.oneof(fc.constantFrom('hello', 'announce', 'signal', 'chat', 'broken'), word);
/** In the form of the wire, so that it reaches what stands behind. */
const frame = fc
  .record({ t: fc.constant('say'), kind, id: fc.string({ maxLength: 40 }), body })
  .map((one) => JSON.stringify(one));
const nearly = fc
  .record({ t: fc.constantFrom('say', 'beat', 'entry', 'hello'), kind, id: fc.string(), body: value })
  .map((one) => JSON.stringify(one));
const garbage = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.json({ maxDepth: 4 }),
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom('['.repeat(30_000), `{"t":"say","body":${'{"a":'.repeat(9_000)}`, 'x'.repeat(65_537)),
);
const story = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(fc.array(frame, { minLength: 3, maxLength: 12 }), fc.constant([])) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.array(frame, { maxLength: 3 }),
      fc.array(fc.oneof(nearly, garbage), { minLength: 1, maxLength: 3 }),
    ),
  },
);

it('crashes nothing, tells nothing it should not, closes with a code, and harms its sender alone', async () => {
  const [good, other] = [await goodPage(VISIT), await goodPage(OTHER)];
  await instance.write({ tenantId: TENANT, visitId: OTHER }, 'x', CANARY);
  await other.until('told', () => other.entries.length === 1);
  let runs = 0;
  let answers = 0;
  const codes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(story, fc.boolean(), fc.boolean(), async ([frames, rest], isIn, isText) => {
      runs += 1;
      const person = `noisy-${runs}`;
      await instance.setMember(VISIT, person, member(person));
      const guest = await instance.comeIn(person);
      const opened = await rawSocket(instance.url(guest.launchId), headersOf(guest));
      if ('status' in opened) throw new Error(`refused: ${opened.status}`);
      const { socket, told, closed } = opened;
      const ended = closed.then((code) => codes.add(code));
      socket.on('error', () => undefined);
      const say = (kind: string, id: string, what: object) =>
        socket.send(JSON.stringify({ t: 'say', kind, id, body: what }));
      if (isIn) say('hello', 'first', { visit: VISIT, seen: 0, was: null });
      for (const what of [...frames, ...rest])
        if (socket.readyState === socket.OPEN)
          socket.send(what, { binary: !isText && typeof what !== 'string' });
      if (socket.readyState === socket.OPEN) say('chat', 'last', { text: 'still here' });
      const isAnswered = () => told.some((text) => (JSON.parse(text) as { id?: string }).id === 'last');
      await until('closed or answered', () => socket.readyState === socket.CLOSED || isAnswered());
      answers += told.length;
      expect(told.join('\n')).not.toContain(CANARY);
      const refused = told.filter((text) => (JSON.parse(text) as { t: string }).t === 'refused');
      expect(refused.filter((text) => INSIDE.test(text))).toEqual([]);
      socket.terminate();
      await ended;
    }),
    { numRuns: RUNS, seed: 20_261_122 },
  );
  // 1006 is also what our own terminate leaves behind.
  expect([...codes].filter((code) => !CODES.includes(code))).toEqual([]);
  expect([...codes]).toEqual(expect.arrayContaining([CLOSE.malformed]));
  expect(answers).toBeGreaterThan(RUNS);
  await good.line.say('chat', { text: 'unharmed' });
  await other.line.say('chat', { text: 'unharmed' });
  expect([good.line.state().name, other.line.state().name]).toEqual(['connected', 'connected']);
  for (const page of [good, other]) page.line.close();
});

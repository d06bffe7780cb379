// More than two thousand requests of noise over all rows, half of them with the cookie of an open launch:
// no 5xx, and always an answer.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallLaunch, startSmallLaunch } from '../fixtures/small-launch.ts';
import { strangerTo } from '../fixtures/stranger.ts';

let story: SmallLaunch;
let stranger: ReturnType<typeof strangerTo>;
beforeAll(async () => {
  story = await startSmallLaunch();
  stranger = strangerTo(story);
});
afterAll(() => story.close());

const wellFormed = (text = '') => text.toWellFormed();

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom('.', '..', '\0', '%', 'null', '__proto__', '-1'),
);
const safeHeader = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });

it('of every kind, on every row: no 5xx, and always an answer', async () => {
  story.ehr.lies.fhir = (_, honest) => honest;
  const shapes = stranger.rows;
  const noise = fc.record({
    row: fc.nat(shapes.length - 1),
    method: fc.constantFrom(
      'same',
      'same',
      'same',
      'GET',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'OPTIONS',
      'HEAD',
    ),
    words: fc.array(text, { minLength: 3, maxLength: 3 }),
    query: fc.array(
      fc.tuple(fc.oneof(text, fc.constantFrom('tenant', 'iss', 'launch', 'state', 'code', 'ref')), text),
      { maxLength: 4 },
    ),
    isOwn: fc.boolean(),
    type: fc.constantFrom(
      'application/json',
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      '',
    ),
    body: fc.oneof(fc.json({ maxDepth: 3 }), fc.string({ maxLength: 300 }), fc.constant('{"code":"x"}')),
    header: fc.tuple(
      fc.constantFrom(
        'cookie',
        'origin',
        'accept',
        'accept-language',
        'sec-fetch-site',
        'content-encoding',
        'range',
        'if-none-match',
      ),
      safeHeader,
    ),
  });
  const bad: string[] = [];
  const statuses = new Set<number>();
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(noise, { minLength: 25, maxLength: 25 }), async (batch) => {
      await stranger.rest();
      await Promise.all(
        batch.map(async (one) => {
          const row = shapes[one.row];
          // Its story ends the session of this test.
          if (!row || row.path.endsWith('/logout')) return;
          const method = one.method === 'same' ? row.method : one.method;
          const words = [...one.words];
          const path = row.path
            .replace(
              ':launchId',
              one.isOwn ? story.launchId : encodeURIComponent(wellFormed(one.words[0])) || 'x',
            )
            .replaceAll(/:[a-zA-Z]+|\{\*path\}/g, () => encodeURIComponent(wellFormed(words.pop())) || 'x');
          const query = one.query.map((pair) =>
            pair.map((part) => encodeURIComponent(wellFormed(part))).join('='),
          );
          const withBody = !['GET', 'HEAD'].includes(method);
          const got = await stranger.send({
            method,
            path: query.length > 0 ? `${path}?${query.join('&')}` : path,
            headers: {
              ...(one.isOwn && stranger.ownHeaders()),
              ...(one.type && { 'content-type': one.type }),
              [one.header[0]]: one.header[1],
            },
            ...(withBody && { body: one.body }),
          });
          sent += 1;
          statuses.add(got.status);
          const isSlowEhr = row.path.endsWith('/banner') && [502, 503].includes(got.status);
          const isReadiness = row.path === '/readyz';
          if (got.status >= 500 && !isSlowEhr && !isReadiness)
            bad.push(`${method} ${path} ${got.status} ${got.text}`);
        }),
      );
    }),
    { numRuns: 90, endOnFailure: true },
  );
  expect(bad).toEqual([]);
  expect(sent).toBeGreaterThanOrEqual(2_000);
  for (const status of [200, 303, 400, 403, 404, 415]) expect([...statuses]).toContain(status);
  expect((await stranger.send({ method: 'GET', path: '/healthz' })).status).toBe(200);
});

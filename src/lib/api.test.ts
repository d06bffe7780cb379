import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, getJson, postJson } from './api.ts';

const PLACE = 'http://localhost/l/k3/api/x';
const server = setupServer();
beforeAll(() => server.listen());
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  const thrown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof ApiError)) throw new Error('expected an ApiError');
  return thrown;
}

describe('the one API call', () => {
  it('gives the answer of a GET and sends the header a form cannot send', async () => {
    let header: string | null = null;
    server.use(
      http.get(PLACE, ({ request }) => {
        header = request.headers.get('X-Webside');
        return HttpResponse.json({ a: 1 });
      }),
    );
    expect(await getJson(PLACE)).toEqual({ a: 1 });
    expect(header).toBe('1');
  });

  it('sends a POST as JSON', async () => {
    server.use(
      http.post(PLACE, async ({ request }) =>
        HttpResponse.json({ type: request.headers.get('content-type'), body: await request.json() }),
      ),
    );
    expect(await postJson(PLACE, { everywhere: true })).toEqual({
      type: 'application/json',
      body: { everywhere: true },
    });
  });

  it('turns problem+json into a typed error with code and request id', async () => {
    const problem = { title: 'locked', status: 423, detail: 'd', code: 'session.locked', requestId: 'r-1' };
    server.use(
      http.get(PLACE, () =>
        HttpResponse.json(problem, { status: 423, headers: { 'Content-Type': 'application/problem+json' } }),
      ),
    );
    const error = await failureOf(getJson(PLACE));
    expect(error).toMatchObject({ status: 423, code: 'session.locked', requestId: 'r-1', message: 'd' });
  });

  it('names the status when a refusal has no problem in it', async () => {
    server.use(http.get(PLACE, () => new HttpResponse('<html>bad gateway</html>', { status: 502 })));
    expect(await failureOf(getJson(PLACE))).toMatchObject({ status: 502, code: 'http-502', requestId: null });
  });

  it('does not take a page for an answer', async () => {
    server.use(http.get(PLACE, () => new HttpResponse('<html>hello</html>')));
    expect(await failureOf(getJson(PLACE))).toMatchObject({ status: 200, code: 'answer-not-understood' });
  });

  it('tells a dead line from a refusal', async () => {
    server.use(http.get(PLACE, () => HttpResponse.error()));
    expect(await failureOf(getJson(PLACE))).toMatchObject({ status: 0, code: 'network' });
  });

  it('passes on the reason of an abort of ours', async () => {
    server.use(http.get(PLACE, () => HttpResponse.json({})));
    const stop = new AbortController();
    stop.abort(new Error('left the page'));
    await expect(getJson(PLACE, { signal: stop.signal })).rejects.toThrow('left the page');
  });
});

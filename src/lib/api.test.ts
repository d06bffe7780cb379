import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, getBlob, getJson, postJson, streamJson } from './api.ts';

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

describe('an answer of one value a line', () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const sends = (...pieces: Uint8Array[]) =>
    server.use(
      http.get(
        PLACE,
        () =>
          new HttpResponse(
            new ReadableStream({
              pull(controller) {
                const piece = pieces.shift();
                if (piece === undefined) controller.close();
                else controller.enqueue(piece);
              },
            }),
            { headers: { 'Content-Type': 'application/x-ndjson' } },
          ),
      ),
    );
  const readAll = async (place = PLACE) => {
    const lines: unknown[] = [];
    let failure: unknown = null;
    try {
      for await (const line of streamJson(place)) lines.push(line);
    } catch (thrown) {
      failure = thrown;
    }
    return { lines, failure };
  };

  it('is read wherever the network cuts it, inside a letter too, with or without a last line end', async () => {
    const bytes = encode('{"a":"é"}\n\n{"a":2}');
    sends(bytes.slice(0, 7), bytes.slice(7, 13), bytes.slice(13));
    expect(await readAll()).toEqual({ lines: [{ a: 'é' }, { a: 2 }], failure: null });
  });

  it('that breaks off gives what came, then says that no answer came', async () => {
    // A server of its own: a line is cut by the network alone.
    const cut = createServer((_request, response) => {
      response.write('{"a":1}\n{"a"');
      setTimeout(() => response.destroy(), 100);
    }).listen(0, '127.0.0.1');
    await once(cut, 'listening');
    const { port } = cut.address() as AddressInfo;
    const { lines, failure } = await readAll(`http://127.0.0.1:${port}/`);
    cut.close();
    expect(lines).toEqual([{ a: 1 }]);
    expect(failure).toMatchObject({ status: 0, code: 'network' });
  });

  it('that ends inside a line is not taken for whole', async () => {
    sends(encode('{"a":1}\n{"a"'));
    const { lines, failure } = await readAll();
    expect(lines).toEqual([{ a: 1 }]);
    expect(failure).toMatchObject({ code: 'answer-not-understood' });
  });

  it('that is a refusal is one', async () => {
    const problem = { title: 'conflict', status: 409, detail: 'd', code: 'wrong-patient', requestId: 'r-1' };
    server.use(http.get(PLACE, () => HttpResponse.json(problem, { status: 409 })));
    expect((await readAll()).failure).toMatchObject({ status: 409, code: 'wrong-patient' });
  });
});

describe('bytes', () => {
  it('come as they are, a refusal as one', async () => {
    server.use(http.get(PLACE, () => new HttpResponse(new Uint8Array([0, 255, 1]))));
    expect([...new Uint8Array(await (await getBlob(PLACE)).arrayBuffer())]).toEqual([0, 255, 1]);
    server.use(http.get(PLACE, () => new HttpResponse('no', { status: 403 })));
    expect(await failureOf(getBlob(PLACE))).toMatchObject({ status: 403 });
  });
});

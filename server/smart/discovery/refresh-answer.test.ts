import { describe, expect, it } from 'vitest';
import { keepTokens, withoutExtras } from './refresh-answer.ts';

const TOKENS = { access_token: 'a', token_type: 'Bearer', refresh_token: 'r', expires_in: 60 };
const kept = (said: unknown) => JSON.parse(keepTokens(JSON.stringify(said)) ?? 'null');

describe('keepTokens', () => {
  it('keeps the tokens and how long they hold', () => {
    expect(kept(TOKENS)).toEqual(TOKENS);
  });
  it.each([{ id_token: 'x.y.z' }, { scope: 7 }, { patient: { odd: true } }])('lets %j go', (extra) => {
    expect(kept({ ...TOKENS, ...extra })).toEqual(TOKENS);
  });
  it.each([
    [{ expires_in: 'soon' }, undefined],
    [{ expires_in: null }, undefined],
    [{ expires_in: -1 }, undefined],
    [{ expires_in: '570' }, 570],
  ])('reads %j without losing the tokens', (odd, seconds) => {
    expect(kept({ ...TOKENS, ...odd })).toEqual({ ...TOKENS, expires_in: seconds });
  });
  it.each([{ refresh_token: null }, { refresh_token: '' }, { refresh_token: 7 }])(
    'takes %j for none',
    (odd) => {
      expect(kept({ ...TOKENS, ...odd })).not.toHaveProperty('refresh_token');
    },
  );
  it.each(['', '[]', 'null', '<html>', '{}', '{"access_token":7}', '{"access_token":""}'])(
    'finds nothing to save in %s',
    (text) => {
      expect(keepTokens(text)).toBeNull();
    },
  );
});

describe('withoutExtras', () => {
  const answer = (status = 200) => new Response(JSON.stringify({ ...TOKENS, id_token: 'x' }), { status });
  const asking = (grant_type: string) => ({ body: new URLSearchParams({ grant_type }) });

  it('touches the answer to a refresh and no other', async () => {
    expect(await (await withoutExtras(asking('refresh_token'), answer())).json()).toEqual(TOKENS);
    expect(await (await withoutExtras(asking('authorization_code'), answer())).json()).toHaveProperty(
      'id_token',
    );
    expect(await (await withoutExtras({}, answer())).json()).toHaveProperty('id_token');
  });
  it('leaves a refusal as it is', async () => {
    const refused = await withoutExtras(asking('refresh_token'), answer(400));
    expect([refused.status, await refused.json()]).toMatchObject([400, { id_token: 'x' }]);
  });
});

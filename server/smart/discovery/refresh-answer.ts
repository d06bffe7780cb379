// What a refresh is there for: new tokens and how long they hold. Everything else in such an answer, an
// id_token above all, is not used, so it must not be able to cost a refresh token that the EHR has rotated.

/** The answer to a refresh without its extras; any other answer as it is. */
export async function withoutExtras(asked: { body?: unknown }, answer: Response): Promise<Response> {
  const isRefresh = asked.body instanceof URLSearchParams && asked.body.get('grant_type') === 'refresh_token';
  if (!isRefresh || answer.status !== 200) return answer;
  const text = await answer.text();
  const kept = keepTokens(text) ?? text;
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  return new Response(kept, { status: answer.status, headers });
}

/** Null when there is no token in it to be saved. */
export function keepTokens(text: string): string | null {
  const said = parseObject(text);
  if (!said || typeof said.access_token !== 'string' || said.access_token === '') return null;
  const { access_token, token_type, refresh_token, expires_in } = said;
  const seconds = Number(expires_in);
  return JSON.stringify({
    access_token,
    token_type: typeof token_type === 'string' ? token_type : 'Bearer',
    ...(typeof refresh_token === 'string' && refresh_token !== '' && { refresh_token }),
    ...(Number.isFinite(seconds) && seconds > 0 && { expires_in: seconds }),
  });
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

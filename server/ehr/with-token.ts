// Asking an EHR with a token that may have ended meanwhile: renewed once, and failures as values.
import { AppError } from '#server/errors';
import type { DeliveryToken } from '#server/smart';
import type { Line } from './addresses.ts';
import { TokenRejected } from './answer-of-ehr.ts';

/** One look with a token that is renewed once; failures as values. */
export async function look<Value>(
  token: DeliveryToken,
  call: (line: Line) => Promise<Value>,
): Promise<{ kind: 'found'; value: Value } | { kind: 'failed'; why: string }> {
  const { tenant, fhirBase } = token;
  let { accessToken } = token;
  for (let turn = 0; turn < 2; turn += 1)
    try {
      return { kind: 'found', value: await call({ tenant, fhirBase, accessToken }) };
    } catch (thrown) {
      if (!(thrown instanceof TokenRejected)) return { kind: 'failed', why: codeOf(thrown) };
      const fresh = turn === 0 ? await token.renew() : null;
      if (fresh === null) break;
      accessToken = fresh;
    }
  return { kind: 'failed', why: 'ehr.unauthorized' };
}

/** `away`: the EHR could not even be asked for a token; nothing was sent. */
export async function ehrAnswers<Value>(asking: () => Promise<Value>): Promise<Value | 'away'> {
  try {
    return await asking();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'ehr.token-unavailable') return 'away';
    throw thrown;
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof AppError ? thrown.code : 'ehr.failed';
}

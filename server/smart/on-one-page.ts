// Whatever breaks on the way in, a person sees a page and not a line of JSON. Needs no database: that may be
// what broke.
import type { Door } from '#domain/launch';
import { AppError, problemOf } from '#server/errors';
import type { Answer, Log, OpenCall } from '#server/http';
import { type DoorPages, languageOf } from '#server/smart/doors';

/** Wraps a handler of the way in; what it throws is logged by its code and ends on the error page. */
export function onOnePage<Input>(
  needs: { pages: DoorPages; log: Log },
  door: Door,
  handle: (call: OpenCall<Input>) => Promise<Answer>,
): (call: OpenCall<Input>) => Promise<Answer> {
  return async (call) => {
    try {
      return await handle(call);
    } catch (thrown) {
      const { status } = problemOf(thrown, call.requestId);
      const code = thrown instanceof AppError ? thrown.code : 'internal';
      needs.log.error({ requestId: call.requestId, code, stack: framesOf(thrown) }, 'the way in broke');
      const html = await needs.pages.error({
        code: 'internal',
        door,
        requestId: call.requestId,
        language: languageOf(call.req, door),
        says: null,
        next: null,
      });
      return { status, html };
    }
  };
}

/** Files and lines of ours; the message of a foreign error may quote data and stays out. */
function framesOf(thrown: unknown): string {
  const lines = thrown instanceof Error ? (thrown.stack ?? '').split('\n') : [];
  return lines
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n');
}

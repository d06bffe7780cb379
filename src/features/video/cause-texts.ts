// Why a call was no good, in the words of the screen's language.
import type { CallCause } from '#domain/video';
import type { Say } from '#ui/text';

/** One sentence for a clinician or an administrator; the words of the group `video` must be loaded. */
export function sayCause(say: Say, cause: CallCause): string {
  return say(`video.cause.${cause}`);
}

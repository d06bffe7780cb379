// Reads the id out of a reference. Only what is relative: which absolute addresses are this EHR's own is
// decided where its address is known.
import { isFhirId } from '#domain/launch';

/** `Encounter/e1` and `Encounter/e1/_history/2` → `e1`; anything else, `.` and `..` too: null. */
export function readReferenceId(reference: string | null | undefined, type: string): string | null {
  const [found, id, history, version, ...rest] = (reference ?? '').split('/');
  const isPlain = history === undefined || (history === '_history' && isFhirId(version));
  return found === type && isFhirId(id) && isPlain && rest.length === 0 ? id : null;
}

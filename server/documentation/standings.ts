// Which of a visit's signed texts still stand, for the rows of the store.
import { listStandings, type Standing } from '#domain/documentation';
import type { Signed } from './signed-store.ts';

export function standingsOf(signed: readonly Signed[]): ReadonlyMap<string, Standing> {
  return listStandings(signed.map(({ id, kind, ofSigned }) => ({ id, kind, of: ofSigned })));
}

/** `withdrawn` for what is not there: nothing may be built on it. */
export function standingOf(signed: readonly Signed[], id: string): Standing {
  return standingsOf(signed).get(id) ?? 'withdrawn';
}

/** The note that stands now: the first one, or the one in its place; undefined: none. */
export function findCurrent(signed: readonly Signed[]): Signed | undefined {
  const standings = standingsOf(signed);
  return signed.findLast(
    ({ id, kind }) => (kind === 'note' || kind === 'replacement') && standings.get(id) === 'current',
  );
}

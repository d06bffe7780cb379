// Which of a visit's signed texts stand, by what was signed after them. Nothing is ever unsigned.
import type { SignedNoteView } from './wire.ts';

type Mark = Pick<SignedNoteView, 'kind' | 'of'> & { readonly id: string };
export type Standing = SignedNoteView['standing'];

/** An addendum to a text that no longer stands falls with it. */
export function listStandings(signed: readonly Mark[]): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>(signed.map(({ id }) => [id, 'current']));
  for (const { kind, of } of signed) {
    if (of === null || kind === 'addendum') continue;
    standings.set(of, kind === 'replacement' ? 'replaced' : 'withdrawn');
  }
  for (const { id, kind, of } of signed) {
    const below = of === null ? undefined : standings.get(of);
    if (kind === 'addendum' && below && below !== 'current') standings.set(id, below);
  }
  return standings;
}

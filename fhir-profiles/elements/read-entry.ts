// The one way from a resource, whatever it may be, to an entry of the chart. Never throws: what is not shaped
// as R4 says, or carries a modifier that nobody here understands, is said to be unshowable, with the element.
import { z } from 'zod';
import type { EntryRow, UnshownRow } from '#domain/chart';
import { isFhirId } from '#domain/launch';
import { DateTime } from './elements.ts';

export type Read<Row> =
  | { state: 'shown'; row: Row }
  | { state: 'entered-in-error' }
  | { state: 'cannot-show'; unshown: UnshownRow };

/** What every resource of the chart has around its own elements. */
export const EntryFrame = z.object({
  resourceType: z.string(),
  id: z.string().refine(isFhirId),
  meta: z.object({ lastUpdated: DateTime.nullish() }).nullish(),
  // R4: who does not know the modifier or the rules must not process the resource.
  modifierExtension: z.array(z.unknown()).max(0).nullish(),
  implicitRules: z.null().optional(),
});
export type Entry = z.infer<typeof EntryFrame>;

/**
 * @param choices names of the choice elements that are read, e.g. `effective`: two of one are a contradiction
 * @param read gives the row, or null where the entry says of itself that it was entered in error
 */
export function readEntry<Shape extends Entry, Row>(
  wanted: { resourceType: string; shape: z.ZodType<Shape>; choices?: readonly string[] },
  resource: unknown,
  read: (entry: Shape) => Row | null,
): Read<Row> {
  const { resourceType, shape, choices = [] } = wanted;
  const cannotShow = (code: string, data: Record<string, string> = {}): Read<Row> => ({
    state: 'cannot-show',
    unshown: { id: idOf(resource), resourceType, reason: { code, data } },
  });
  const parsed = shape.safeParse(resource);
  if (!parsed.success) {
    const element = elementOf(parsed.error.issues[0]?.path ?? []);
    const isModifier = element.endsWith('modifierExtension') || element === 'implicitRules';
    return cannotShow(isModifier ? 'modifier-unknown' : 'element-malformed', { element });
  }
  if (parsed.data.resourceType !== resourceType) return cannotShow('type-unexpected');
  const doubled = choices.find((choice) => isDoubled(resource, choice));
  if (doubled) return cannotShow('choice-doubled', { element: doubled });
  const row = read(parsed.data);
  return row === null ? { state: 'entered-in-error' } : { state: 'shown', row };
}

/** What all rows share, with what the profile says of this one. */
export function buildEntry(
  entry: Entry,
  facts: Pick<EntryRow, 'text' | 'date' | 'dateIs' | 'status' | 'isCurrent'> & Partial<EntryRow>,
): EntryRow {
  return {
    id: entry.id,
    resourceType: entry.resourceType,
    author: null,
    codes: [],
    encounterId: null,
    lastUpdated: entry.meta?.lastUpdated ?? null,
    folded: [],
    ...facts,
  };
}

function isDoubled(resource: unknown, choice: string): boolean {
  if (typeof resource !== 'object' || resource === null) return false;
  const isOne = (name: string) => name.startsWith(choice) && /^[A-Z]/.test(name.slice(choice.length));
  return Object.entries(resource).filter(([name, value]) => isOne(name) && value !== null).length > 1;
}

function idOf(resource: unknown): string | null {
  const id = typeof resource === 'object' && resource !== null && 'id' in resource ? resource.id : null;
  return isFhirId(id) ? id : null;
}

/** Names of elements only; a number in the path is a place in a list. */
function elementOf(path: readonly PropertyKey[]): string {
  return path.filter((part) => typeof part === 'string').join('.') || '(whole)';
}

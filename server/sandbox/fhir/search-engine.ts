// Finds, orders and pages resources over a pile of layers. The smallest index posting gives the candidates,
// the other conditions judge them. Must not know HTTP, tokens of access or how a filter was written.
import type { Resource } from '@medplum/fhirtypes';
import type { Condition } from './conditions.ts';
import type { IndexValue } from './index-values.ts';
import { readIndexValues } from './index-values.ts';
import type { Layer, Version } from './layer.ts';
import { badInput } from './outcomes.ts';

export interface SortKey {
  readonly code: string;
  readonly descending: boolean;
}

type SortValue = string | number | undefined;

interface Hit {
  readonly id: string;
  readonly resource: Resource;
  readonly keys: readonly SortValue[];
}

/** Live resources of a type that fit every condition, in no order. Lower layers come first in `layers`. */
export function findMatches(
  layers: readonly Layer[],
  type: string,
  conditions: readonly Condition[],
): Resource[] {
  const matches: Resource[] = [];
  for (const [depth, layer] of layers.entries()) {
    const above = layers.slice(depth + 1).filter((upper) => upper.countOf(type) > 0);
    const leading = pickLeading(layer, type, conditions);
    const others = conditions
      .filter((condition) => condition !== leading?.condition)
      .map((condition) => ({ condition, index: layer.index(type, condition.param) }));
    for (const id of leading?.ids ?? layer.idsOf(type)) {
      if (above.some((upper) => upper.has(type, id))) {
        continue;
      }
      const resource = layer.versionsOf(type, id)?.at(-1)?.resource;
      if (resource && others.every(({ condition, index }) => condition.fits(index.valuesOf(id)))) {
        matches.push(resource);
      }
    }
  }
  return matches;
}

/** The condition with the fewest candidates in this layer, if any condition can narrow. */
function pickLeading(
  layer: Layer,
  type: string,
  conditions: readonly Condition[],
): { condition: Condition; ids: Iterable<string> } | undefined {
  let best: { condition: Condition; ids: ReadonlySet<string>[]; size: number } | undefined;
  if (layer.countOf(type) === 0) {
    return undefined;
  }
  for (const condition of conditions) {
    if (condition.keys) {
      const index = layer.index(type, condition.param);
      const ids = condition.keys.map((key) => index.idsOf(key)).filter((set) => set !== undefined);
      const size = ids.reduce((sum, set) => sum + set.size, 0);
      if (!best || size < best.size) {
        best = { condition, ids, size };
      }
    }
  }
  const [first, ...rest] = best?.ids ?? [];
  return (
    best && {
      condition: best.condition,
      ids: rest.length === 0 ? (first ?? []) : new Set(best.ids.flatMap((set) => [...set])),
    }
  );
}

/** One page: the resources, and the place where the next one begins. */
export interface Page {
  readonly resources: readonly Resource[];
  readonly total: number;
  /** Last entry of this page; undefined on the last page. */
  readonly last?: { readonly id: string; readonly versionId: string };
}

/**
 * Orders the matches and cuts a page. `after` is the version the page before ended with: its sort keys are
 * taken from that very version, so the place stays the same whatever was written since.
 */
export function cutPage(
  matches: readonly Resource[],
  sort: readonly SortKey[],
  count: number,
  after: Version | undefined,
  repeatLast: boolean,
): Page {
  const hits = matches.map((resource) => toHit(resource, sort)).sort((a, b) => compareHits(a, b, sort));
  let start = 0;
  if (after) {
    if (!after.resource) {
      throw badInput('The page link names no place in this search');
    }
    const place = toHit(after.resource, sort);
    start = hits.findIndex((hit) => compareHits(hit, place, sort) > 0);
    start = start < 0 ? hits.length : start;
    if (repeatLast && count > 1 && start > 0) {
      start -= 1;
    }
  }
  const page = hits.slice(start, start + count);
  const end = page.at(-1);
  const more = end && start + count < hits.length;
  return {
    resources: page.map((hit) => hit.resource),
    total: hits.length,
    ...(more ? { last: { id: end.id, versionId: end.resource.meta?.versionId ?? '' } } : {}),
  };
}

function toHit(resource: Resource, sort: readonly SortKey[]): Hit {
  return { id: resource.id ?? '', resource, keys: sort.map((key) => sortKeyOf(resource, key)) };
}

/** Resources never change in place, so what they are ordered by is worked out once. */
const knownKeys = {
  up: new Map<string, WeakMap<Resource, SortValue>>(),
  down: new Map<string, WeakMap<Resource, SortValue>>(),
};

function sortKeyOf(resource: Resource, key: SortKey): SortValue {
  const byCode = key.descending ? knownKeys.down : knownKeys.up;
  let known = byCode.get(key.code);
  if (!known) {
    known = new WeakMap();
    byCode.set(key.code, known);
  }
  const value = known.get(resource);
  if (value !== undefined || known.has(resource)) {
    return value;
  }
  const fresh = sortValue(readIndexValues(resource, key.code), key);
  known.set(resource, fresh);
  return fresh;
}

/** The value a resource is ordered by: its least when ascending, its greatest when descending. */
function sortValue(values: readonly IndexValue[], key: SortKey): SortValue {
  let best: SortValue;
  for (const value of values) {
    const own = rankOf(value);
    if (best === undefined || (key.descending ? own > best : own < best)) {
      best = own;
    }
  }
  return best;
}

function rankOf(value: IndexValue): string | number {
  switch (value.kind) {
    case 'date':
      return value.start;
    case 'string':
      return value.folded;
    case 'token':
      return value.code;
    case 'reference':
      return value.target;
  }
}

/** Resources without the value come last either way; the id decides between equals. */
function compareHits(a: Hit, b: Hit, sort: readonly SortKey[]): number {
  for (const [position, key] of sort.entries()) {
    const left = a.keys[position];
    const right = b.keys[position];
    if (left !== right) {
      if (left === undefined || right === undefined) {
        return left === undefined ? 1 : -1;
      }
      return (left < right ? -1 : 1) * (key.descending ? -1 : 1);
    }
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

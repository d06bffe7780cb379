// The index of one search parameter over one type: which resources hold a value (inverted, for tokens and
// references) and which values a resource holds. Must not know queries or where resources come from.
import type { IndexValue } from './index-values.ts';

const NOTHING: readonly IndexValue[] = [];

/** Key of the inverted index; the three forms a token can be asked for and the two of a reference. */
export const postingKey = {
  code: (code: string): string => `c\n${code}`,
  systemAndCode: (system: string, code: string): string => `b\n${system}\n${code}`,
  system: (system: string): string => `s\n${system}`,
  target: (target: string): string => `t\n${target}`,
  bareId: (id: string): string => `i\n${id}`,
};

function keysOf(value: IndexValue): string[] {
  if (value.kind === 'token') {
    return [
      postingKey.code(value.code),
      postingKey.systemAndCode(value.system, value.code),
      postingKey.system(value.system),
    ];
  }
  if (value.kind === 'reference') {
    const slash = value.target.lastIndexOf('/');
    return [postingKey.target(value.target), postingKey.bareId(value.target.slice(slash + 1))];
  }
  return [];
}

/** Index of one parameter over one type. */
export class ParamIndex {
  private readonly values = new Map<string, readonly IndexValue[]>();
  private readonly postings = new Map<string, Set<string>>();

  /** Values of this resource, replacing those it had. */
  set(id: string, values: readonly IndexValue[]): void {
    this.remove(id);
    if (values.length === 0) {
      return;
    }
    this.values.set(id, values);
    for (const key of values.flatMap(keysOf)) {
      const ids = this.postings.get(key);
      if (ids) {
        ids.add(id);
      } else {
        this.postings.set(key, new Set([id]));
      }
    }
  }

  remove(id: string): void {
    for (const key of (this.values.get(id) ?? NOTHING).flatMap(keysOf)) {
      const ids = this.postings.get(key);
      ids?.delete(id);
      if (ids?.size === 0) {
        this.postings.delete(key);
      }
    }
    this.values.delete(id);
  }

  valuesOf(id: string): readonly IndexValue[] {
    return this.values.get(id) ?? NOTHING;
  }

  idsOf(key: string): ReadonlySet<string> | undefined {
    return this.postings.get(key);
  }
}

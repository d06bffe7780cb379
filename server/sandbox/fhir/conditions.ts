// Turns one search filter into a condition: which index keys give its candidates, and whether a resource's
// values fit. The meaning is R4 search.html §3.1.1. Must not know storage, access or paging.
import type { IndexValue, ParamKind } from './index-values.ts';
import { foldText, kindOf, normalizeReference } from './index-values.ts';
import { badInput, badQuery } from './outcomes.ts';
import { postingKey } from './param-index.ts';
import type { DatePrefix } from './search-dates.ts';
import { DATE_PREFIXES, readSpan, spanMatches } from './search-dates.ts';

/** A filter as it stands in a query: name, modifier or prefix, value. */
export interface SearchFilter {
  readonly code: string;
  /** `eq` where nothing was said. */
  readonly operator: string;
  readonly value: string;
}

/** A filter made ready: what it needs of an index and how to judge one resource's values. */
export interface Condition {
  readonly param: string;
  /** Keys whose postings together hold every match; absent where the index cannot narrow. */
  readonly keys?: readonly string[];
  fits(values: readonly IndexValue[]): boolean;
}

/** Splits an or-list at commas that are not escaped, and takes the escapes away. */
export function splitList(value: string): string[] {
  return value.split(/(?<!\\),/).map((part) => part.replaceAll(/\\([,|$\\])/g, '$1'));
}

/** Condition of a filter over a type. Throws an OperationOutcomeError for what is not understood. */
export function buildCondition(type: string, filter: SearchFilter): Condition {
  const kind = kindOf(type, filter.code);
  if (!kind) {
    throw badQuery(`The search parameter ${filter.code} is not supported on ${type}`);
  }
  if (filter.operator === 'missing') {
    const wantsMissing = filter.value === 'true';
    return { param: filter.code, fits: (values) => (values.length === 0) === wantsMissing };
  }
  const build = BUILDERS[kind];
  return build(filter);
}

const BUILDERS: Readonly<Record<ParamKind, (filter: SearchFilter) => Condition>> = {
  token: tokenCondition,
  reference: referenceCondition,
  date: dateCondition,
  string: stringCondition,
  uri: ({ code, value }) => ({
    param: code,
    keys: splitList(value).map(postingKey.target),
    fits: (values) =>
      values.some((each) => each.kind === 'reference' && splitList(value).includes(each.target)),
  }),
};

function tokenCondition({ code: param, operator, value }: SearchFilter): Condition {
  const wanted = splitList(value).map(readToken);
  const fits = (values: readonly IndexValue[]): boolean =>
    values.some((each) => each.kind === 'token' && wanted.some((want) => want.fits(each.system, each.code)));
  if (operator === 'not' || operator === 'ne') {
    return { param, fits: (values) => !fits(values) };
  }
  return { param, keys: wanted.map((want) => want.key), fits };
}

function readToken(text: string): { key: string; fits: (system: string, code: string) => boolean } {
  const bar = text.indexOf('|');
  if (bar < 0) {
    return { key: postingKey.code(text), fits: (_system, code) => code === text };
  }
  const wantedSystem = text.slice(0, bar);
  const wantedCode = text.slice(bar + 1);
  if (wantedCode === '') {
    return { key: postingKey.system(wantedSystem), fits: (system) => system === wantedSystem };
  }
  return {
    key: postingKey.systemAndCode(wantedSystem, wantedCode),
    fits: (system, code) => system === wantedSystem && code === wantedCode,
  };
}

function referenceCondition({ code: param, value }: SearchFilter): Condition {
  const wanted = splitList(value);
  const bare = new Set(wanted.filter((text) => !text.includes('/')));
  const full = new Set(wanted.filter((text) => text.includes('/')).map(normalizeReference));
  return {
    param,
    keys: [...[...bare].map(postingKey.bareId), ...[...full].map(postingKey.target)],
    fits: (values) =>
      values.some(
        (each) =>
          each.kind === 'reference' &&
          (full.has(each.target) || bare.has(each.target.slice(each.target.lastIndexOf('/') + 1))),
      ),
  };
}

function dateCondition({ code: param, operator, value }: SearchFilter): Condition {
  const span = readSpan(value);
  const prefix = DATE_PREFIXES.find((each) => each === operator) as DatePrefix | undefined;
  if (!span || !prefix) {
    throw badInput(`${param} needs a date with one of the prefixes ${DATE_PREFIXES.join(' ')}`);
  }
  return {
    param,
    fits: (values) => values.some((each) => each.kind === 'date' && spanMatches(prefix, span, each)),
  };
}

function stringCondition({ code: param, operator, value }: SearchFilter): Condition {
  const wanted = splitList(value);
  const folded = wanted.map(foldText);
  const fitsOne = (raw: string, text: string): boolean => {
    switch (operator) {
      case 'exact':
        return wanted.includes(raw);
      case 'contains':
        return folded.some((part) => text.includes(part));
      default:
        return folded.some((part) => text.startsWith(part));
    }
  };
  return {
    param,
    fits: (values) => values.some((each) => each.kind === 'string' && fitsOne(each.raw, each.folded)),
  };
}

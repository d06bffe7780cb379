// Checks a search as it came in against the table: only known parameters, modifiers and values pass. Must
// not know storage or access. Everything not in the table is refused, never ignored.
import type { PersonalityName } from '#server/sandbox/contract';
import type { ParamKind } from './index-values.ts';
import { badInput, badQuery, notProcessable } from './outcomes.ts';
import { hasTrait } from './personality-traits.ts';
import type { TypeRow } from './resource-table.ts';
import { readSpan } from './search-dates.ts';

/** Query of a request, repeated names as lists. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>;
/** Names and values that passed, in order, typed references written out. */
export type QueryPairs = readonly (readonly [string, string])[];

const MODIFIERS: Readonly<Record<ParamKind, readonly string[]>> = {
  string: ['exact', 'contains', 'missing'],
  token: ['not', 'missing'],
  reference: ['missing'],
  date: ['missing'],
  uri: ['missing'],
};

const DATE_VALUE = /^(?:eq|ne|gt|lt|ge|le|sa|eb)?(\d{4}.*)$/;

type ControlCheck = (value: string, row: TypeRow) => boolean;
const CONTROLS: Readonly<Record<string, ControlCheck>> = {
  _count: (value) => /^\d{1,6}$/.test(value),
  _sort: (value, row) => value.split(',').every((code) => row.params.has(code.replace(/^-/, ''))),
  _total: (value) => ['none', 'estimate', 'accurate'].includes(value),
  _summary: (value) => value === 'count' || value === 'false',
  _elements: (value) => /^[A-Za-z]+(,[A-Za-z]+)*$/.test(value),
  _include: (value, row) => row.includes.some((each) => isSameInclusion(value, each)),
  _revinclude: (value, row) => row.revIncludes.some((each) => isSameInclusion(value, each)),
  _cursor: (value) => /^[A-Za-z0-9_-]{1,200}$/.test(value),
  _format: (value) => /^(json|application\/(fhir\+)?json)$/.test(value),
  _pretty: (value) => value === 'true' || value === 'false',
};
/** Names of the control parameters, for whoever says what the server takes. */
export const CONTROL_NAMES: readonly string[] = Object.keys(CONTROLS);

/** `Encounter:patient` is also asked for as `Encounter:patient:Patient`. */
function isSameInclusion(asked: string, offered: string): boolean {
  return (
    asked === offered ||
    (asked.startsWith(`${offered}:`) && /^[A-Z][A-Za-z]+$/.test(asked.slice(offered.length + 1)))
  );
}

/** Pairs that may be run. Throws an OperationOutcomeError for the first thing that is not in the table. */
export function checkQuery(personality: PersonalityName, row: TypeRow, query: RawQuery): QueryPairs {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value ?? ''].flat().map((each) => checkPair(personality, row, key, each)),
  );
  const asked = new Set(pairs.map(([key]) => key.split(':')[0]));
  for (const oneOf of asked.has('_id') ? [] : row.needs) {
    if (!oneOf.some((name) => asked.has(name))) {
      throw missingParameter(personality, row.type, oneOf);
    }
  }
  return pairs;
}

function missingParameter(personality: PersonalityName, type: string, oneOf: readonly string[]): Error {
  const text = `A search of ${type} needs one of: ${oneOf.join(', ')}`;
  return hasTrait(personality, 'epic.59108')
    ? badQuery(text, { code: '59108', display: 'A required element is missing.' })
    : badQuery(text);
}

function checkPair(personality: PersonalityName, row: TypeRow, key: string, value: string): [string, string] {
  const [code = '', modifier] = key.split(/:(.*)/s);
  const control = CONTROLS[code];
  if (control) {
    if (modifier !== undefined || !control(value, row)) {
      throw badQuery(`${code} does not take this value or modifier on ${row.type}`);
    }
    return [key, value];
  }
  const kind = row.params.get(code);
  if (!kind) {
    throw badQuery(`The search parameter ${printable(code)} is not supported on ${row.type}`);
  }
  if (value === '') {
    throw badInput(`The search parameter ${code} has no value`);
  }
  if (modifier !== undefined) {
    return checkModifier(personality, code, kind, modifier, value);
  }
  if (kind === 'date' && !readSpan(DATE_VALUE.exec(value)?.[1] ?? '')) {
    throw badInput(`${code} needs a date, with at most one of the prefixes eq ne gt lt ge le sa eb`);
  }
  return [code, value];
}

function checkModifier(
  personality: PersonalityName,
  code: string,
  kind: ParamKind,
  modifier: string,
  value: string,
): [string, string] {
  const isTypeName = kind === 'reference' && /^[A-Z][A-Za-z]{2,}$/.test(modifier);
  if (isTypeName && value.split(',').every((each) => /^[A-Za-z0-9.-]{1,64}$/.test(each))) {
    return [
      code,
      value
        .split(',')
        .map((each) => `${modifier}/${each}`)
        .join(','),
    ];
  }
  if (!MODIFIERS[kind].includes(modifier)) {
    const text = `The modifier :${printable(modifier)} is not supported on ${code}`;
    throw hasTrait(personality, 'epic.59012')
      ? notProcessable(text, { code: '59012', display: 'An unsupported modifier was used.' })
      : badQuery(text);
  }
  if (modifier === 'missing' && value !== 'true' && value !== 'false') {
    throw badInput(`${code}:missing is true or false`);
  }
  return [`${code}:${modifier}`, value];
}

/** What came in is repeated only where it is a plain name. */
function printable(text: string): string {
  return /^[A-Za-z_][A-Za-z_.-]{0,40}$/.test(text) ? text : '(unreadable)';
}

// Takes out of a resource what a search parameter looks at, in the form the index stores. Works from the
// expressions of the FHIR definitions. Must not know queries, tokens of access or storage.

import type { FhirPathAtom, TypedValue } from '@medplum/core';
import { getSearchParameter, getSearchParameterDetails, parseFhirPath, toTypedValue } from '@medplum/core';
import type {
  Address,
  CodeableConcept,
  Coding,
  HumanName,
  Identifier,
  Period,
  Reference,
  Resource,
  Timing,
} from '@medplum/fhirtypes';
import type { Span } from './search-dates.ts';
import { readPeriod, readSpan } from './search-dates.ts';

export type ParamKind = 'token' | 'reference' | 'date' | 'string' | 'uri';

/** One thing a parameter finds in a resource. */
export type IndexValue =
  | { readonly kind: 'token'; readonly system: string; readonly code: string }
  | { readonly kind: 'reference'; readonly target: string }
  | { readonly kind: 'string'; readonly raw: string; readonly folded: string }
  | ({ readonly kind: 'date' } & Span);

/** Parameters the FHIR definitions do not have: vendor's and the server's own (leading underscore). */
const EXTRA: Readonly<Record<string, { kind: ParamKind; expression: string }>> = {
  'ChargeItem|-status': { kind: 'token', expression: 'ChargeItem.status' },
  'DocumentReference|_attachment': { kind: 'uri', expression: 'DocumentReference.content.attachment.url' },
  'DiagnosticReport|_attachment': { kind: 'uri', expression: 'DiagnosticReport.presentedForm.url' },
};

interface Extractor {
  readonly kind: ParamKind;
  readonly expression: FhirPathAtom | undefined;
}

const extractors = new Map<string, Extractor | undefined>();

/** Kind of a search parameter; undefined where neither FHIR nor we define it. Needs the definitions read. */
export function kindOf(type: string, param: string): ParamKind | undefined {
  return extractorOf(type, param)?.kind;
}

function extractorOf(type: string, param: string): Extractor | undefined {
  const key = `${type}|${param}`;
  if (!extractors.has(key)) {
    extractors.set(key, buildExtractor(type, param));
  }
  return extractors.get(key);
}

function buildExtractor(type: string, param: string): Extractor | undefined {
  if (param === '_id') {
    return { kind: 'token', expression: undefined };
  }
  if (param === '_lastUpdated') {
    return { kind: 'date', expression: undefined };
  }
  const extra = EXTRA[`${type}|${param}`];
  if (extra) {
    return { kind: extra.kind, expression: parseFhirPath(extra.expression) };
  }
  const definition = getSearchParameter(type, param);
  const kind = definition?.type;
  if (kind !== 'token' && kind !== 'reference' && kind !== 'date' && kind !== 'string' && kind !== 'uri') {
    return undefined;
  }
  return {
    kind,
    expression: getSearchParameterDetails(type, definition as NonNullable<typeof definition>)
      .parsedExpression,
  };
}

/** Everything this parameter finds in this resource. */
export function readIndexValues(resource: Resource, param: string): IndexValue[] {
  if (param === '_id') {
    return [{ kind: 'token', system: '', code: resource.id ?? '' }];
  }
  if (param === '_lastUpdated') {
    return dates(readSpan(resource.meta?.lastUpdated ?? ''));
  }
  const extractor = extractorOf(resource.resourceType, param);
  const found = extractor?.expression?.eval({ variables: {} }, [toTypedValue(resource)]) ?? [];
  return found.flatMap((value) => toIndexValues(extractor?.kind ?? 'token', value));
}

function toIndexValues(kind: ParamKind, { type, value }: TypedValue): IndexValue[] {
  if (value === undefined || value === null) {
    return [];
  }
  switch (kind) {
    case 'token':
      return tokens(type, value);
    case 'reference':
      return references(value);
    case 'date':
      return datesOf(type, value);
    case 'string':
      return strings(type, value);
    case 'uri':
      return typeof value === 'string' ? [{ kind: 'reference', target: normalizeReference(value) }] : [];
  }
}

function tokens(type: string, value: unknown): IndexValue[] {
  switch (type) {
    case 'CodeableConcept':
      return ((value as CodeableConcept).coding ?? []).map(codingToken);
    case 'Coding':
      return [codingToken(value as Coding)];
    case 'Identifier': {
      const { system, value: code } = value as Identifier;
      return code === undefined ? [] : [{ kind: 'token', system: system ?? '', code }];
    }
    case 'ContactPoint': {
      const { system, value: code } = value as { system?: string; value?: string };
      return code === undefined ? [] : [{ kind: 'token', system: system ?? '', code }];
    }
    default:
      return typeof value === 'object' ? [] : [{ kind: 'token', system: '', code: String(value) }];
  }
}

function codingToken(coding: Coding): IndexValue {
  return { kind: 'token', system: coding.system ?? '', code: coding.code ?? '' };
}

/** `Type/id` where the reference can be read that way, whatever stands before it; else as written. */
export function normalizeReference(reference: string): string {
  const local = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference);
  return local?.[1] ?? reference;
}

function references(value: unknown): IndexValue[] {
  const target = typeof value === 'string' ? value : (value as Reference).reference;
  return target ? [{ kind: 'reference', target: normalizeReference(target) }] : [];
}

function dates(span: Span | undefined): IndexValue[] {
  return span ? [{ kind: 'date', ...span }] : [];
}

function datesOf(type: string, value: unknown): IndexValue[] {
  if (typeof value === 'string') {
    return dates(readSpan(value));
  }
  if (type === 'Timing') {
    const timing = value as Timing;
    const bounds = timing.repeat?.boundsPeriod;
    return [
      ...(timing.event ?? []).flatMap((each) => dates(readSpan(each))),
      ...(bounds ? dates(readPeriod(bounds)) : []),
    ];
  }
  return dates(readPeriod(value as Period));
}

/** Lower case without accents, as string search compares. */
export function foldText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function strings(type: string, value: unknown): IndexValue[] {
  return stringParts(type, value).map((raw) => ({ kind: 'string', raw, folded: foldText(raw) }));
}

function stringParts(type: string, value: unknown): string[] {
  const defined = (parts: (string | undefined)[]): string[] => parts.filter((part) => part !== undefined);
  if (type === 'HumanName') {
    const name = value as HumanName;
    return defined([
      name.family,
      ...(name.given ?? []),
      ...(name.prefix ?? []),
      ...(name.suffix ?? []),
      name.text,
    ]);
  }
  if (type === 'Address') {
    const address = value as Address;
    return defined([
      ...(address.line ?? []),
      address.city,
      address.district,
      address.state,
      address.postalCode,
      address.country,
      address.text,
    ]);
  }
  return typeof value === 'string' ? [value] : [];
}

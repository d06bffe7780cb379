// Reads FHIR bundle files. Says which file is wrong and where, never what stands in it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle, Resource } from '@medplum/fhirtypes';

/** A resource as one file brought it. */
export interface Loaded {
  file: string;
  /** `urn:uuid:…` or an absolute address. */
  fullUrl: string | undefined;
  resource: Resource & { id: string };
}

const BUNDLE_TYPES = ['transaction', 'batch', 'collection'];
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/**
 * Every resource of the `*.json` files of a folder, by file name.
 * @throws Error naming the file that is no JSON, no such bundle, or holds a resource without an id
 */
export async function readBundleFiles(folder: string): Promise<Loaded[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) throw new Error(`No *.json file in ${folder}`);
  const loaded: Loaded[] = [];
  for (const file of files) {
    loaded.push(...listResources(file, parseBundle(file, await readFile(join(folder, file), 'utf8'))));
  }
  return loaded;
}

function parseBundle(file: string, text: string): Bundle {
  const bundle = parseJson(file, text);
  if (typeof bundle !== 'object' || bundle === null || (bundle as Bundle).resourceType !== 'Bundle') {
    throw new Error(`${file}: not a FHIR Bundle`);
  }
  const { type, entry } = bundle as Bundle;
  if (!BUNDLE_TYPES.includes(type)) {
    throw new Error(`${file}: Bundle.type must be one of ${BUNDLE_TYPES.join(', ')}`);
  }
  if (entry !== undefined && !Array.isArray(entry)) throw new Error(`${file}: Bundle.entry is no list`);
  return bundle as Bundle;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own words quote the file, which may be somebody's record.
    const place = /position \d+|end of JSON input/.exec(String(cause))?.[0];
    throw new Error(`${file}: not JSON${place ? ` (at ${place})` : ''}`);
  }
}

function listResources(file: string, bundle: Bundle): Loaded[] {
  return (bundle.entry ?? []).map((entry, index) => {
    const place = `${file}: entry ${index + 1}`;
    const { resource, fullUrl } = entry ?? {};
    if (typeof resource?.resourceType !== 'string') throw new Error(`${place} has no resource`);
    const id =
      resource.id ?? (fullUrl?.startsWith('urn:uuid:') ? fullUrl.slice('urn:uuid:'.length) : undefined);
    if (!id || !FHIR_ID.test(id)) throw new Error(`${place} has no usable id (or urn:uuid fullUrl)`);
    return { file, fullUrl, resource: { ...resource, id } };
  });
}

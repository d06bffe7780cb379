// Makes the references of loaded bundles point at each other: urn:uuid and full addresses become
// Type/id, conditional references are looked up by identifier. A person or place that is only named
// by a conditional reference gets a small record of its own, with that identifier and name.
import { createHash } from 'node:crypto';
import type { Identifier, Reference, Resource } from '@medplum/fhirtypes';
import type { Loaded } from './bundle-files.ts';

/** Several files often bring the same ones; the first is kept. */
const SHARED_TYPES = ['Organization', 'Practitioner', 'PractitionerRole', 'Location', 'Medication'];
const STUB_TYPES = ['Organization', 'Practitioner', 'Location'] as const;
type StubType = (typeof STUB_TYPES)[number];

/** @throws Error when two files bring different patient resources under one type and id */
export function linkResources(loaded: Loaded[]): Resource[] {
  const kept = new Map<string, Loaded>();
  for (const item of loaded) keepOnce(kept, item);
  const index = indexOf(loaded);
  const stubs = new Map<string, Resource>();
  const linked = [...kept.values()].map(({ resource }) => rewrite(resource, index, stubs) as Resource);
  return [...stubs.values(), ...linked];
}

function keepOnce(kept: Map<string, Loaded>, item: Loaded): void {
  const address = addressOf(item.resource);
  const earlier = kept.get(address);
  if (!earlier) {
    kept.set(address, item);
    return;
  }
  const isShared = SHARED_TYPES.includes(item.resource.resourceType);
  if (!isShared && JSON.stringify(earlier.resource) !== JSON.stringify(item.resource)) {
    throw new Error(`${item.file}: ${address} stands in ${earlier.file} with other content`);
  }
}

interface Index {
  byUrl: Map<string, string>;
  byIdentifier: Map<string, string>;
}

function indexOf(loaded: Loaded[]): Index {
  const byUrl = new Map<string, string>();
  const byIdentifier = new Map<string, string>();
  for (const { fullUrl, resource } of loaded) {
    const address = addressOf(resource);
    if (fullUrl) byUrl.set(fullUrl, address);
    const { identifier } = resource as { identifier?: Identifier | Identifier[] };
    for (const { system, value } of [identifier ?? []].flat()) {
      byIdentifier.set(`${resource.resourceType}?${system ?? ''}|${value ?? ''}`, address);
    }
  }
  return { byUrl, byIdentifier };
}

function rewrite(node: unknown, index: Index, stubs: Map<string, Resource>): unknown {
  if (Array.isArray(node)) return node.map((item) => rewrite(item, index, stubs));
  if (typeof node !== 'object' || node === null) return node;
  const fields = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, rewrite(value, index, stubs)]),
  );
  if (typeof fields.reference === 'string') {
    const { reference, ...rest } = fields;
    return { ...rest, ...resolve(reference, rest as Reference, index, stubs) };
  }
  // Attachment.url may name a Binary of the same bundle.
  if (typeof fields.url === 'string') return { ...fields, url: index.byUrl.get(fields.url) ?? fields.url };
  return fields;
}

function resolve(
  reference: string,
  rest: Reference,
  index: Index,
  stubs: Map<string, Resource>,
): Partial<Reference> {
  const known = index.byUrl.get(reference);
  if (known) return { reference: known };
  if (reference.startsWith('urn:')) {
    return { identifier: { system: 'urn:ietf:rfc:3986', value: reference } };
  }
  const conditional = /^([A-Za-z]+)\?identifier=([^&]+)$/.exec(reference);
  if (!conditional) return { reference };
  const [, type = '', token = ''] = conditional;
  const [system = '', value = ''] = decodeURIComponent(token).split('|');
  const found = index.byIdentifier.get(`${type}?${system}|${value}`);
  if (found) return { reference: found };
  const identifier = { ...(system ? { system } : {}), value };
  if (!isStubType(type)) return { type: type as NonNullable<Reference['type']>, identifier };
  const stub = buildStub(type, identifier, rest.display);
  stubs.set(addressOf(stub), stub);
  return { reference: addressOf(stub) };
}

function isStubType(type: string): type is StubType {
  return (STUB_TYPES as readonly string[]).includes(type);
}

function buildStub(type: StubType, identifier: Identifier, display: string | undefined): Resource {
  const key = `${identifier.system ?? ''}|${identifier.value ?? ''}`;
  const id = `named-${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
  const name = display ?? identifier.value ?? 'Not named';
  if (type === 'Practitioner')
    return { resourceType: type, id, identifier: [identifier], name: [{ text: name }] };
  return { resourceType: type, id, identifier: [identifier], name };
}

function addressOf(resource: Resource): string {
  return `${resource.resourceType}/${resource.id}`;
}

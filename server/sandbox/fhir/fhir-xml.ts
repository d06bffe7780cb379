// Writes a resource as FHIR XML (R4 xml.html), for the one answer that defaults to it. Only writes: the
// server reads no XML at all. Must not know which resource it writes.

/** XML of a resource whose properties stand in the order of its definition. Narrative is left out. */
export function toFhirXml(resource: { readonly resourceType: string }): string {
  const { resourceType, ...rest } = resource;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${resourceType} xmlns="http://hl7.org/fhir">${children(rest)}</${resourceType}>`;
}

function children(value: object): string {
  return Object.entries(value)
    .filter(([key]) => key !== 'text')
    .map(([key, each]) =>
      [each]
        .flat()
        .map((one: unknown) => element(key, one))
        .join(''),
    )
    .join('');
}

function element(name: string, value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return `<${name}>${children(value)}</${name}>`;
  }
  return `<${name} value="${escapeXml(String(value))}"/>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

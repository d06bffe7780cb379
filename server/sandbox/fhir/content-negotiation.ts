// Which form of an answer a request accepts. The server speaks JSON; Binary also speaks for itself. Must not
// know routes or resources.

/** Media types of an Accept header, best first; without a header everything. */
export function listAccepted(header: string | undefined): string[] {
  const parts = (header ?? '*/*').split(',').map((part) => {
    const [type = '', ...params] = part.split(';').map((each) => each.trim().toLowerCase());
    const quality = params.find((each) => each.startsWith('q='))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  return parts
    .filter((part) => part.type !== '' && part.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map((part) => part.type);
}

const FHIR_JSON = new Set(['application/fhir+json', 'application/json', 'text/json']);

/** True where FHIR JSON is named, not merely allowed by a wildcard. */
export function asksForJson(header: string | undefined, format: string | undefined): boolean {
  return format === undefined
    ? listAccepted(header).some((type) => FHIR_JSON.has(type))
    : isJsonFormat(format);
}

/** True where an answer in FHIR JSON is acceptable. */
export function acceptsJson(header: string | undefined, format: string | undefined): boolean {
  if (format !== undefined) {
    return isJsonFormat(format);
  }
  return listAccepted(header).some(
    (type) => FHIR_JSON.has(type) || type === '*/*' || type === 'application/*',
  );
}

function isJsonFormat(format: string): boolean {
  return format === 'json' || FHIR_JSON.has(format.replace(' ', '+'));
}

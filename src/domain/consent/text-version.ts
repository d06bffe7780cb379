// Which version of a text a person has to have been shown, by the place where they are. A place with words of its own
// has a version of its own; whoever read those has read the plain text as well, and not the other way about.

export interface TextVersions {
  /** Of the text as such, e.g. `1`; never with the separator. */
  readonly version: string;
  /** USPS codes of the places with words of their own. */
  readonly ownWords: readonly string[];
}

const SEPARATOR = '-';

/** `1`, or `1-CA` where the place has words of its own. */
export function versionAt({ version, ownWords }: TextVersions, state: string | null): string {
  return ownWords.some((place) => place === state) ? `${version}${SEPARATOR}${state}` : version;
}

/** Whether what was read then says all that would be read now at this place. */
export function isTextInForce(read: string, texts: TextVersions, state: string | null): boolean {
  const [base] = read.split(SEPARATOR);
  return [read, base].includes(versionAt(texts, state));
}

/** Versions of texts have letters, digits and dots alone: this stands in none of them, and before the separator. */
const CHANGED = 'changed~';

/** The version somebody agreed to, told from that of the same name whose words are others today. */
export function versionAgreedTo(of: { readonly version: string; readonly isTextAsRead: boolean }): string {
  return of.isTextAsRead ? of.version : `${CHANGED}${of.version}`;
}

/** As the consent rule compares it: the version in force where the text still holds here, otherwise another one. */
export function versionForRule(read: string, texts: TextVersions, state: string | null): string {
  if (read.startsWith(CHANGED)) return read;
  return isTextInForce(read, texts, state) ? texts.version : `${read}${SEPARATOR}elsewhere`;
}

/** `2-VT` as the text's version and the place whose words stood in it. */
export function splitVersion(read: string): { readonly version: string; readonly state: string | null } {
  const [version = '', state = null] = read.split(SEPARATOR);
  return { version, state };
}

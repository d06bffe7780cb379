// What a search of the EHR says of something whose answer was lost: it is there, it is not, or a person must judge.
// That a text is unequal is no proof that it is absent: EHRs re-wrap, re-encode and add to what they file.

/** What was sent, and what it would look like in the EHR. */
export interface Sought {
  /** `WS-…`: as an identifier, and visible in the note's last line. */
  reference: string;
  /** Null: it has none (an encounter). */
  text: string | null;
  /** `Practitioner/<id>`; null: not known. */
  author: string | null;
  /** `Encounter/<id>`; null: none. */
  encounter: string | null;
  /** Codes of what kind of record it is; any of them. */
  types: readonly string[];
  /** When it may have been filed. */
  from: Date;
  until: Date;
}

/** A record that the EHR shows. Null everywhere means: it does not say, so nothing can be ruled out by it. */
export interface Candidate {
  id: string;
  version: string | null;
  identifiers: readonly string[];
  text: string | null;
  author: string | null;
  encounter: string | null;
  types: readonly string[] | null;
  at: Date | null;
}

export type Reconciled =
  | { event: 'find'; id: string; version: string | null }
  | { event: 'doubt'; why: 'near-match' | 'found-twice' | 'not-searchable' }
  | { event: 'miss' }
  /** The search did not come to its end; nothing is known. */
  | { event: 'again' };

/** `known`: ids of records that are the receipts of other deliveries. */
export function decideReconcile(
  sought: Sought,
  found: { candidates: readonly Candidate[]; isComplete: boolean },
  known: ReadonlySet<string> = new Set(),
): Reconciled {
  const candidates = found.candidates.filter(({ id }) => !known.has(id));
  const marked = candidates.filter((one) => isMarked(one, sought.reference));
  const same = marked.length > 0 ? marked : candidates.filter((one) => isSameText(one.text, sought.text));
  const [first, second] = same;
  if (second) return { event: 'doubt', why: 'found-twice' };
  if (first) return { event: 'find', id: first.id, version: first.version };
  if (candidates.some((one) => isNear(one, sought))) return { event: 'doubt', why: 'near-match' };
  return { event: found.isComplete ? 'miss' : 'again' };
}

export function isMarked(one: Pick<Candidate, 'identifiers' | 'text'>, reference: string): boolean {
  return one.identifiers.includes(reference) || listMarks(one.text).includes(reference);
}

/** White space is the EHR's to change; nothing else is. */
export function isSameText(shown: string | null, sent: string | null): boolean {
  return shown !== null && sent !== null && normalise(shown) === normalise(sent);
}

const normalise = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** References that stand as a line of their own, or end the text where line ends were lost. A quoted one does not. */
function listMarks(text: string | null): string[] {
  if (text === null) return [];
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) => line.trim());
  const own = lines.flatMap((line) => /^Ref (WS-[A-Za-z0-9-]+)$/.exec(line)?.[1] ?? []);
  const last = /(?:^| )Ref (WS-[A-Za-z0-9-]+)$/.exec(normalise(text))?.[1];
  return last === undefined ? own : [...own, last];
}

/** Cannot be ruled out: of this author, encounter and kind, in the window, and not another of ours. */
function isNear(one: Candidate, sought: Sought): boolean {
  const isAnotherOfOurs =
    listMarks(one.text).length > 0 || one.identifiers.some((given) => given.startsWith('WS-'));
  if (isAnotherOfOurs) return false;
  const { at, types } = one;
  return (
    mayBe(one.author, sought.author) &&
    mayBe(one.encounter, sought.encounter) &&
    (types === null || sought.types.length === 0 || types.some((type) => sought.types.includes(type))) &&
    (at === null || (at >= sought.from && at <= sought.until))
  );
}

const mayBe = (shown: string | null, sent: string | null) =>
  shown === null || sent === null || shown === sent;

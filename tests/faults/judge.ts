// The judge: what the EHR's own record of accepted writes says, beside what people were told and what receipts claim.
import type { Receipt } from '#domain/write-back';
import { readMark, readVisitNote } from '#profiles/visit-note';
import {
  inWords,
  type Personality,
  receiptsOf,
  settled,
  type Write,
  writesOf,
} from '../fixtures/deliveries.ts';
import type { Addresses } from '../fixtures/stack.ts';
import type { Kind } from './kill-points.ts';
import { steadily } from './steadily.ts';
import { openAgain, type Walk } from './walk.ts';

export interface Verdict {
  lost: number;
  doubled: number;
  outOfOrder: number;
  stuck: number;
  /** Ended with a person, with words why. */
  withPerson: number;
  /** The clinician had to open the chart again, because a refresh token died with the process. */
  openedAgain: number;
  /** What was wrong, for a person who reads it. */
  words: string[];
}

export const nothingWrong = (): Verdict => ({
  ...{ lost: 0, doubled: 0, outOfOrder: 0, stuck: 0, withPerson: 0, openedAgain: 0 },
  words: [],
});

export function addUp(into: Verdict, one: Verdict): void {
  for (const key of ['lost', 'doubled', 'outOfOrder', 'stuck', 'withPerson', 'openedAgain'] as const)
    into[key] += one[key];
  into.words.push(...one.words);
}

/** An encounter that the EHR keeps itself is ended by it too. */
function kindsOf(kind: Kind, personality: Personality, receipts: readonly Receipt[]): Receipt['kind'][] {
  const isTheirs = receipts.some((one) => one.kind === 'encounter' && one.route === 'kept-by-ehr');
  return kind === 'note' && personality !== 'epic' && !isTheirs ? ['encounter-end', 'note'] : [kind];
}

/** Waits until everything that was acknowledged has ended, and says whether it does within the time. */
export async function settle(
  doors: Addresses,
  walk: Walk,
  verdict: Verdict,
  seconds: number,
): Promise<Receipt[]> {
  const { people, visitId, acknowledged } = walk;
  const ends = Date.now() + seconds * 1000;
  let hasOpened = false;
  for (;;) {
    const receipts = (await steadily(() => receiptsOf(people.clinician, visitId))) ?? [];
    const wanted = acknowledged.flatMap((kind) => kindsOf(kind, people.personality, receipts));
    const isWhole = wanted.every((kind) => receipts.some((one) => one.kind === kind));
    if (isWhole && settled(receipts)) return receipts;
    if (!hasOpened && receipts.some(({ wait }) => wait === 'no-token')) {
      hasOpened = true;
      verdict.openedAgain += 1;
      await openAgain(doors, people);
    }
    if (Date.now() > ends) {
      verdict.stuck += 1;
      verdict.words.push(`stuck: ${receiptWords(receipts)}, wanted ${wanted.join(' ')}`);
      return receipts;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const receiptWords = (receipts: readonly Receipt[]) =>
  receipts.map((one, at) => `${inWords(receipts)[at]} ${one.wait ?? ''}`.trim()).join('; ') || 'no receipt';

/** The visit's receipts and the EHR's record, held against each other. */
export async function judge(doors: Addresses, walk: Walk, receipts: readonly Receipt[], verdict: Verdict) {
  const { personality } = walk.people;
  const writes = await writesOf(doors, personality);
  const places = new Map<string, number>();
  for (const kind of walk.acknowledged)
    for (const wanted of kindsOf(kind, personality, receipts))
      if (!receipts.some((one) => one.kind === wanted)) {
        verdict.lost += 1;
        verdict.words.push(`lost: ${wanted} was acknowledged and has no receipt`);
      }
  for (const receipt of receipts) {
    const { kind, state, route, answer } = receipt;
    const filed = bearing(writes, receipt);
    const ids = new Set(filed.map(({ type, id }) => `${type}/${id}`));
    if (ids.size > 1) {
      verdict.doubled += 1;
      verdict.words.push(`doubled: ${kind} is there as ${[...ids].join(', ')}`);
    }
    if (state === 'handed-over' || state === 'refused') {
      verdict.withPerson += 1;
      if (state === 'handed-over' && receipt.why === null)
        verdict.words.push(`${kind} handed over without a reason`);
    }
    if (state !== 'confirmed' || route === 'kept-by-ehr') continue;
    // Oracle Health's encounter takes no identifier: there the record is the one that the receipt names.
    const named = writes.filter(({ id }) => id === answer?.id);
    const all = named.length > 0 || answer?.id ? named : filed;
    const own = kind === 'encounter-end' ? all.filter(({ versionId }) => versionId !== '1') : all;
    if (own.length === 0) {
      verdict.lost += 1;
      verdict.words.push(`lost: ${kind} is confirmed and not in the EHR`);
    }
    places.set(kind, Math.min(...own.map(({ number }) => number)));
  }
  for (const [first, then] of ORDER)
    if ((places.get(first) ?? 0) > (places.get(then) ?? Number.POSITIVE_INFINITY)) {
      verdict.outOfOrder += 1;
      verdict.words.push(`out of order: ${then} before ${first}`);
    }
}

/** What stands behind what, whenever both were sent. */
const ORDER = [
  ['encounter', 'encounter-end'],
  ['encounter', 'note'],
  ['encounter', 'charge'],
  ['note', 'addendum'],
  ['note', 'charge'],
] as const;

/**
 * Ours by its mark, be it an identifier, the last line of a text (one that quotes another's mark is not that), or the
 * transaction of Oracle Health's `$create`, which is named after the delivery.
 */
function bearing(
  writes: readonly Write[],
  { deliveryId, reference }: Pick<Receipt, 'deliveryId' | 'reference'>,
): Write[] {
  return writes.filter(({ type, resource, transactionId }) => {
    if (transactionId?.replace('urn:uuid:', '').replaceAll('-', '') === deliveryId) return true;
    if (!reference) return false;
    if (type !== 'DocumentReference') return JSON.stringify(resource ?? {}).includes(reference);
    const text = readVisitNote(resource)?.text ?? null;
    return text !== null && readMark(text) === reference;
  });
}

/**
 * Whatever the EHR took from us and no receipt of these visits knows is one too many. An encounter of Oracle Health's
 * bears no mark of ours: for each one whose answer was lost and that a person has in hand, one stands there unnamed.
 */
export async function listOrphans(
  doors: Addresses,
  personality: Personality,
  receipts: readonly Receipt[],
): Promise<string[]> {
  const writes = await writesOf(doors, personality);
  const isKnown = (write: Write) =>
    receipts.some((one) => one.answer?.id === write.id || bearing([write], one).length === 1);
  const nobodys = writes.filter((write) => !isKnown(write)).map(({ type, id }) => `${type}/${id}`);
  const isUnnamed = (one: Receipt) =>
    one.kind === 'encounter' && one.state === 'handed-over' && !one.answer?.id;
  const unnamed = personality === 'oracle' ? receipts.filter(isUnnamed).length : 0;
  const encounters = [...new Set(nobodys)].filter((one) => one.startsWith('Encounter/'));
  const inHand = encounters.slice(0, unnamed);
  return nobodys.filter((one) => !inHand.includes(one));
}

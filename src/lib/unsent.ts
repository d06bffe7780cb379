// What a page could not send yet, kept in this browser as ciphertext: it outlives a crash, a lock and a cut line, and
// is read by nobody without the key, which only the server has. Gone at log-out and after 24 hours.
import { clear, createStore, delMany, entries, set, type UseStore } from 'idb-keyval';
import type { Sealed } from './sealing.ts';

const DATABASE = 'webside-unsent';
const LONGEST_MS = 24 * 60 * 60 * 1000;

export interface KeptText extends Sealed {
  readonly keyId: string;
  /** Which page wrote it. */
  readonly page: string;
  /** `Date.now()` then; for the 24 hours alone. */
  readonly at: number;
}

/** A name of this page's own, made anew at each load. */
export const PAGE = crypto.randomUUID().replaceAll('-', '');

let opened: UseStore | undefined;
const store = (): UseStore => {
  opened ??= createStore(DATABASE, 'texts');
  return opened;
};

export const nameOf = ({ keyId, page }: Pick<KeptText, 'keyId' | 'page'>): string => `${keyId}.${page}`;

let isOver = false;

/** Rejects where the browser keeps nothing: storage denied, or full. After the log-out nothing is kept any more. */
export async function keepText(text: KeptText): Promise<void> {
  if (!isOver) await set(nameOf(text), text, store());
}

export function dropTexts(texts: readonly Pick<KeptText, 'keyId' | 'page'>[]): Promise<void> {
  return delMany(texts.map(nameOf), store());
}

/** What pages that live no more left behind under this key; drops what is too old, whosever it is. */
export async function listLeftTexts(keyId: string): Promise<KeptText[]> {
  const all = (await entries<string, KeptText>(store())).map(([, text]) => text);
  const isOld = ({ at }: KeptText) => Math.abs(Date.now() - at) > LONGEST_MS;
  const old = all.filter(isOld);
  if (old.length > 0) await dropTexts(old);
  const alive = await listLivingPages();
  return all.filter((text) => !isOld(text) && text.keyId === keyId && !alive.has(text.page));
}

/** At log-out: nothing stays, of no draft, whatever this page still holds. Opens nothing where nothing was kept. */
export async function forgetTexts(): Promise<void> {
  isOver = true;
  const known = await indexedDB.databases();
  if (known.some(({ name }) => name === DATABASE)) await clear(store());
}

const LOCK = 'webside-page.';
let isTold = false;

/** From now on other pages see that this one lives, and leave its text alone. */
export function tellLiving(): void {
  if (isTold || !navigator.locks) return;
  isTold = true;
  const asLongAsThisPage = new Promise<never>(() => undefined);
  void navigator.locks.request(`${LOCK}${PAGE}`, () => asLongAsThisPage);
}

async function listLivingPages(): Promise<ReadonlySet<string>> {
  const locks = await navigator.locks?.query();
  const names = (locks?.held ?? []).map(({ name }) => name ?? '');
  // This page's own text is left behind where its editor was closed.
  return new Set(names.map((name) => name.slice(LOCK.length)).filter((page) => page !== PAGE));
}

// Searching page by page: asks smaller where a page is too large, without order where the EHR will not sort, and
// for several pages at once where its links allow it. Judges form and addresses, not whose record it is.
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { AppError } from '#server/errors';
import { addressOfSearch, baseOf, demandOwnAddress, type Line, type SearchParams } from './addresses.ts';
import type { AnswerRead } from './answer-of-ehr.ts';
import { demandBundle, demandComplete, linkOf, listMatches } from './bundle-of-ehr.ts';
import { EhrFailure } from './failures.ts';
import { listLaterPages } from './later-pages.ts';

/** One page as it came: matches of every type, for the caller to judge, and where the EHR says that it goes on. */
export interface Page {
  resources: Resource[];
  /** Checked to lie below the base; null: this is the last page. */
  next: string | null;
  /** An order was asked for and the EHR did not keep to it: what stands on this page is its own choice. */
  isAsGiven: boolean;
}

export interface Pages {
  /** The first page, of about `count`; smaller where a page of that size is more than we accept. */
  first(line: Line, type: string, params: SearchParams, count: number): Promise<Page>;
  /** A page by its address, which must lie below this line's base. */
  at(line: Line, url: string): Promise<Page>;
  /** The first page and those after it, up to `most` or a bounded size; `next` where the EHR has more than that. */
  upTo(line: Line, most: number, query: { type: string; params: SearchParams; count: number }): Promise<Page>;
}

interface PageNeeds {
  ask(line: Line, url: string): Promise<AnswerRead>;
  now: () => Date;
}

/** How large a page is asked for when the one before was more than we accept. */
const SMALLER = [25, 5, 1];
const TOO_MUCH = ['egress.too-large', 'ehr.too-many-entries'];
/** What an EHR says that knows no such order: not that it may not, nor that there is nothing. */
const WILL_NOT_SORT = ['ehr.not-supported', 'ehr.refused', 'ehr.rejected'];
/** Pages asked for at once, and how much of a list is held while it is read. */
const AT_ONCE = 8;
const MOST_CHARACTERS = 12_000_000;
const REMEMBERED_MS = 6 * 3600_000;

type PageWithLinks = Page & { size: number; last: string | null; self: string | null };

export function createPages({ ask, now }: PageNeeds): Pages {
  /** Which searches are not sorted, until when: asking each time would cost a wave. */
  const unsorted = new Map<string, number>();

  async function at(line: Line, url: string): Promise<PageWithLinks> {
    const { resource, size } = await ask(line, demandOwnAddress(line, url));
    const bundle: Bundle = demandBundle(resource);
    demandComplete(bundle, line.tenant.vendor);
    const once = new Map(listMatches(bundle).map((one, place) => [one.id ?? `${place}`, one]));
    const next = linkOf(bundle, 'next');
    return {
      resources: [...once.values()],
      next: next === null ? null : demandOwnAddress(line, next),
      isAsGiven: false,
      size,
      self: linkOf(bundle, 'self'),
      last: linkOf(bundle, 'last'),
    };
  }

  async function inSize(line: Line, type: string, params: SearchParams, count: number) {
    let tooMuch: unknown;
    for (const size of [count, ...SMALLER.filter((one) => one < count)])
      try {
        return await at(line, addressOfSearch(line, type, { ...params, _count: `${size}` }));
      } catch (thrown) {
        if (!(thrown instanceof AppError) || !TOO_MUCH.includes(thrown.code)) throw thrown;
        tooMuch = thrown;
      }
    throw tooMuch;
  }

  async function first(
    line: Line,
    type: string,
    params: SearchParams,
    count: number,
  ): Promise<PageWithLinks> {
    if (params._sort === undefined) return inSize(line, type, params, count);
    const { _sort, ...plain } = params;
    const search = `${baseOf(line)}${type} ${String(_sort)}`;
    if ((unsorted.get(search) ?? 0) <= now().getTime())
      try {
        const page = await inSize(line, type, params, count);
        return { ...page, isAsGiven: leftOut('_sort', page.self) };
      } catch (thrown) {
        if (!(thrown instanceof EhrFailure) || !WILL_NOT_SORT.includes(thrown.code)) throw thrown;
      }
    const page = await inSize(line, type, plain, count);
    unsorted.set(search, now().getTime() + REMEMBERED_MS);
    return { ...page, isAsGiven: true };
  }

  async function upTo(
    line: Line,
    most: number,
    { type, params, count }: { type: string; params: SearchParams; count: number },
  ): Promise<Page> {
    const begin = await first(line, type, params, count);
    const resources = [...begin.resources];
    let { next, size } = begin;
    let read = 1;
    const take = (page: PageWithLinks) => {
      resources.push(...page.resources);
      ({ next } = page);
      size += page.size;
      read += 1;
    };
    const fitting = Math.min(most - 1, AT_ONCE, Math.floor(MOST_CHARACTERS / size));
    const ahead = (listLaterPages(begin) ?? []).slice(0, fitting);
    const pages = await Promise.all(ahead.map((url) => at(line, url).catch(() => null)));
    for (const [place, page] of pages.entries()) {
      // Guessed rightly only where the page before names this one; else one by one from there.
      if (page === null || next !== ahead[place]) break;
      take(page);
    }
    while (next !== null && read < most && size < MOST_CHARACTERS) take(await at(line, next));
    const once = new Map(resources.map((one, place) => [one.id ?? `nameless ${place}`, one]));
    return { resources: [...once.values()], next, isAsGiven: begin.isAsGiven };
  }

  return { first, at, upTo };
}

/** The self link tells which parameters a server used (R4 search, 3.1.1.1.9); without a query it tells nothing. */
function leftOut(name: string, self: string | null): boolean {
  const url = self === null ? null : URL.parse(self);
  return url !== null && url.search !== '' && !url.searchParams.has(name);
}

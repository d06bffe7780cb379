// Addresses of the pages between the next and the last, where the EHR's own links give them away: two links that
// differ in one number. A guess only: whoever asks for them checks that each page names the one after it.

const MOST = 50;

export interface Links {
  self: string | null;
  next: string | null;
  last: string | null;
}

/** From the second page to the last; null where the links do not say. */
export function listLaterPages({ self, next, last }: Links): string[] | null {
  const [from, to] = [next, last].map((link) => (link === null ? null : URL.parse(link)));
  if (!from || !to || from.origin !== to.origin || from.pathname !== to.pathname) return null;
  const names = new Set([...from.searchParams.keys(), ...to.searchParams.keys()]);
  const differing = [...names].filter((name) => spelled(from, name) !== spelled(to, name));
  const [name] = differing.length === 0 ? numbersOf(from) : differing;
  if (name === undefined || differing.length > 1) return null;
  const [first, end] = [numberOf(from, name), numberOf(to, name)];
  const step = first - startOf(self, name);
  if (!(step > 0) || !(end >= first) || (end - first) % step !== 0 || (end - first) / step >= MOST)
    return null;
  return Array.from({ length: (end - first) / step + 1 }, (_, at) => {
    const page = new URL(from);
    page.searchParams.set(name, `${first + at * step}`);
    return at === 0 ? from.href : page.href;
  });
}

/** Where the page that is here already begins: as its own link says, else page 1 or offset 0. */
function startOf(self: string | null, name: string): number {
  const own = self === null ? null : URL.parse(self);
  if (own?.searchParams.has(name)) return numberOf(own, name);
  return /page/i.test(name) ? 1 : 0;
}

function spelled(url: URL, name: string): string {
  return url.searchParams.getAll(name).join('\n');
}

function numberOf(url: URL, name: string): number {
  const value = spelled(url, name);
  return /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
}

/** Next and last are one page: any number will do to say so. */
function numbersOf(url: URL): string[] {
  return [...url.searchParams.keys()].filter((name) => !Number.isNaN(numberOf(url, name)));
}

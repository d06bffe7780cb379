// The NPI registry (NPPES) of the Centers for Medicare & Medicaid Services: who a number belongs to, and the licences
// that person reported. Read, from answers of the service itself kept in public repositories (alexanderkarlis/npi, its
// README; sirnerod/Elara, nppes_swagger_rob.js for the request): GET /api/?version=2.1&number=…, result_count, results[]
// { number, basic { first_name, last_name, name, status }, taxonomies[] { code, desc, license, state, primary } }.
// Numbers come as text or as numbers. A fault comes with status 200 and without `results`.
import { z } from 'zod';
import type { LookedUp } from '#domain/licensure';
import type { PeerEgress } from '#server/http';
import type { AskedCredential, CredentialSource } from './source-port.ts';

export const NPI_ORIGIN = 'https://npiregistry.cms.hhs.gov';

const Text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((text) => String(text ?? '').trim() || null);

const Answer = z.object({
  results: z.array(
    z.object({
      number: z.union([z.string(), z.number()]).transform(String),
      basic: z.object({ first_name: Text, last_name: Text, name: Text, status: Text }),
      taxonomies: z.array(z.object({ desc: Text, license: Text, state: Text })).default([]),
    }),
  ),
});

export function createNpiRegistry(way: Pick<PeerEgress, 'fetch'>): CredentialSource {
  return {
    async verifyAtSource(asked) {
      if (!isNpi(asked.npi)) return { ok: false, why: 'no-npi' };
      const address = new URL('/api/', NPI_ORIGIN);
      address.search = new URLSearchParams({ version: '2.1', number: asked.npi }).toString();
      const response = await way
        .fetch(address, { headers: { Accept: 'application/json' } })
        .catch(() => null);
      if (!response?.ok) return { ok: false, why: 'unreachable' };
      const body: unknown = await response.json().catch(() => null);
      const read = Answer.safeParse(body);
      return read.success ? readAnswer(read.data, asked) : { ok: false, why: 'not-understood' };
    },
  };
}

function readAnswer({ results }: z.output<typeof Answer>, asked: AskedCredential): LookedUp {
  // An answer about somebody else is none.
  const person = results.find(({ number }) => number === asked.npi);
  if (!person) return { ok: false, why: results.length === 0 ? 'unknown' : 'not-understood' };
  const { first_name, last_name, name, status } = person.basic;
  const licences = person.taxonomies.map(({ desc, license, state }) => ({
    ...{ state, number: license, field: desc ?? '' },
    matches:
      asked.state !== null && asked.number !== null && state === asked.state && isSame(license, asked.number),
  }));
  const evidence = {
    ...({ source: 'nppes', worth: 'self-reported' } as const),
    name: [first_name, last_name].filter(Boolean).join(' ') || (name ?? ''),
    isActive: status === 'A',
    licences,
  };
  return { ok: true, evidence };
}

const fold = (text: string) => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
const isSame = (one: string | null, other: string) => one !== null && fold(one) === fold(other);

/**
 * The check digit of an NPI: Luhn over the ten digits with 80840 before them (45 CFR 162.406; the prefix is that of
 * ISO/IEC 7812 for health applications in the United States).
 */
export function isNpi(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false;
  const sum = [...`80840${text}`].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

// Where a Patient is at home, as R4 writes it (Address), for a moment. What is not understood, or where two addresses
// say two things, is not guessed at.
import { z } from 'zod';
import { Period } from '#profiles/elements';
import { isPast } from './is-past.ts';

const Address = z.object({
  use: z.string().nullish(),
  state: z.string().nullish(),
  country: z.string().nullish(),
  period: Period.nullish(),
});

/** `state` by two letters, and only in the United States; `country` by ISO 3166-1 alpha-2. Null: not said, or not so. */
export interface HomePlace {
  state: string | null;
  country: string | null;
}

/** An address without a country is where its hospital is: US Core asks for none. */
const UNITED_STATES = /^(us|usa|u\.s\.(a\.)?|united states( of america)?)$/i;
const NOT_HOME = ['old', 'temp', 'billing', 'work'];

/** Of the addresses that hold those of use `home`, else all that are not for something else. Null: no one place. */
export function readHome(patient: unknown, at: Date): HomePlace | null {
  const all = z.looseObject({ address: z.array(z.unknown()) }).safeParse(patient).data?.address ?? [];
  const standing = all
    .flatMap((one) => Address.safeParse(one).data ?? [])
    .filter(({ use, period }) => !NOT_HOME.includes(use ?? '') && !isPast(period?.end, at));
  const homes = standing.filter(({ use }) => use === 'home');
  const [first, ...others] = (homes.length > 0 ? homes : standing).map(placeOf);
  if (!first || (first.state === null && first.country === null)) return null;
  const isOne = others.every(({ state, country }) => state === first.state && country === first.country);
  return isOne ? first : null;
}

function placeOf({ state, country }: z.infer<typeof Address>): HomePlace {
  const land = countryOf(country?.trim() ?? '');
  const code = state?.trim().toUpperCase() ?? '';
  return { state: land === 'US' && /^[A-Z]{2}$/.test(code) ? code : null, country: land };
}

function countryOf(text: string): string | null {
  if (text === '' || UNITED_STATES.test(text)) return 'US';
  return /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : null;
}

// The patient banner in words. "No known allergies", "not recorded" and "could not be read" are three
// different things and must never read alike.
import type { BannerView, PatientFact } from '#domain/launch';
import { ageOn, formatDate } from '#lib/dates';
import { isolate } from '#lib/isolate';
import type { BannerFact } from '#ui/Banner';
import type { Say } from '#ui/text';

/** More names than this fold away behind their number, so that the banner leaves room for the chart. */
const ALLERGIES_IN_SIGHT = 6;

export function listBannerFacts(banner: BannerView, today: string, say: Say): BannerFact[] {
  const isOdd = (fact: PatientFact) => banner.unreadable.includes(fact);
  const told = (id: string, of: PatientFact, value: string): BannerFact => ({
    id,
    name: say(`staff.banner.${id}`),
    value: isOdd(of) ? say('staff.banner.unreadable') : value,
    care: isOdd(of),
  });
  const language = languageText(banner, say);
  const facts: BannerFact[] = [
    told('born', 'birthDate', bornText(banner.birthDate, today, say)),
    told('sex', 'sex', sexText(banner.sex, say)),
    told('mrn', 'mrn', isolate(banner.mrn ?? say('staff.banner.mrn.missing'))),
    {
      id: 'language',
      name: say('staff.banner.language'),
      value: language,
      care: banner.interpreterNeeded === true || isOdd('language') || isOdd('interpreterNeeded'),
    },
    allergyFact(banner.allergies, say),
  ];
  if (!banner.deceased && !isOdd('deceased')) return facts;
  const value = say(isOdd('deceased') ? 'staff.banner.deceased.unreadable' : 'staff.banner.deceased');
  return [{ id: 'deceased', name: say('staff.banner.deceased'), bare: true, value, care: true }, ...facts];
}

function bornText(birthDate: string | null, today: string, say: Say): string {
  if (birthDate === null) return say('staff.banner.born.missing');
  const age = ageOn(birthDate, today);
  if (!age) return isolate(formatDate(birthDate));
  const span = age.least === age.most ? String(age.most) : `${age.least}–${age.most}`;
  return `${formatDate(birthDate)} (${say('staff.banner.age', { unit: age.unit, span })})`;
}

const SEXES = ['female', 'male', 'other', 'unknown'];

function sexText(sex: string | null, say: Say): string {
  if (sex === null) return say('staff.banner.sex.missing');
  return SEXES.includes(sex) ? say(`staff.banner.sex.${sex}`) : isolate(sex);
}

function languageText({ language, interpreterNeeded, unreadable }: BannerView, say: Say): string {
  const missing = unreadable.includes('language')
    ? 'staff.banner.unreadable'
    : 'staff.banner.language.missing';
  const name = language === null ? say(missing) : languageName(language);
  if (unreadable.includes('interpreterNeeded'))
    return `${name}, ${say('staff.banner.interpreter.unreadable')}`;
  if (interpreterNeeded === null) return name;
  return `${name}, ${say(interpreterNeeded ? 'staff.banner.interpreter' : 'staff.banner.no-interpreter')}`;
}

/** A tag that is not BCP 47 is shown as recorded. */
function languageName(tag: string): string {
  const isTag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag);
  return (
    (isTag && new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' }).of(tag)) || isolate(tag)
  );
}

function allergyFact(allergies: BannerView['allergies'], say: Say): BannerFact {
  const name = say('staff.banner.allergies');
  const whole = { id: 'allergies', name };
  if (allergies.state !== 'recorded') {
    const isKnown = allergies.state === 'none-known';
    return { ...whole, bare: true, value: say(`staff.banner.allergies.${allergies.state}`), care: !isKnown };
  }
  const names = allergies.names.map(isolate);
  const seen = names.slice(0, ALLERGIES_IN_SIGHT);
  const rest = names.slice(ALLERGIES_IN_SIGHT);
  if (rest.length === 0) return { ...whole, value: seen.join(', '), care: true };
  const value = (
    <>
      {seen.join(', ')}{' '}
      <details className="banner-more">
        <summary>{say('staff.banner.allergies.more', { count: rest.length })}</summary>
        {rest.join(', ')}
      </details>
    </>
  );
  return { ...whole, value, care: true };
}

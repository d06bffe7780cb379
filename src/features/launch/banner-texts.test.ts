import { describe, expect, it } from 'vitest';
import type { BannerView } from '#domain/launch';
import { listBannerFacts } from './banner-texts.tsx';
import { writeName, writePlainName } from './person-name.ts';

const banner: BannerView = {
  patientId: 'p1',
  family: 'Rivera',
  given: ['Ana', 'María'],
  birthDate: '1961-11-21',
  deceased: false,
  sex: 'female',
  mrn: '1001',
  language: 'es',
  interpreterNeeded: true,
  unreadable: [],
  allergies: { state: 'none-known' },
};
const say = (key: string, values?: Record<string, unknown>) =>
  values ? `${key} ${Object.values(values).join(' ')}` : key;
const fact = (change: Partial<BannerView>, id: string) => {
  const found = listBannerFacts({ ...banner, ...change }, '2026-11-22', say).find((one) => one.id === id);
  if (!found) throw new Error(`no fact ${id}`);
  return found;
};

it('writes the family name first and large, for patients as they say it', () => {
  expect(writeName(banner)).toBe('RIVERA, Ana María');
  expect(writeName({ family: null, given: ['Ana'] })).toBe('Ana');
  expect(writeName({ family: null, given: [] })).toBeNull();
  expect(writePlainName(banner)).toBe('Ana María Rivera');
  expect(writePlainName({ family: null, given: [] })).toBeNull();
});

describe('banner facts', () => {
  it('birth date carries the age of the day', () => {
    expect(fact({}, 'born').value).toBe('21-Nov-1961 (staff.banner.age years 65)');
    expect(fact({ birthDate: '1961' }, 'born').value).toBe('1961 (staff.banner.age years 64–65)');
    expect(fact({ birthDate: null }, 'born').value).toBe('staff.banner.born.missing');
  });
  it('what is recorded unreadably is said so, and is care', () => {
    const of = (id: string, name: BannerView['unreadable'][number]) =>
      fact({ unreadable: [name], birthDate: null, sex: null, mrn: null, language: null }, id);
    const odd = { value: 'staff.banner.unreadable', care: true };
    expect(of('born', 'birthDate')).toMatchObject(odd);
    expect(of('sex', 'sex')).toMatchObject(odd);
    expect(of('mrn', 'mrn')).toMatchObject(odd);
    expect(of('deceased', 'deceased')).toMatchObject({ ...odd, value: 'staff.banner.deceased.unreadable' });
    expect(of('language', 'language').value).toBe('staff.banner.unreadable, staff.banner.interpreter');
    expect(fact({ unreadable: ['interpreterNeeded'], interpreterNeeded: null }, 'language')).toMatchObject({
      value: 'Spanish, staff.banner.interpreter.unreadable',
      care: true,
    });
  });
  it('each state of allergies has its own words, and only "none known" is no care', () => {
    const of = (allergies: BannerView['allergies']) => fact({ allergies }, 'allergies');
    expect(of({ state: 'none-known' })).toMatchObject({
      value: 'staff.banner.allergies.none-known',
      care: false,
    });
    expect(of({ state: 'not-recorded' })).toMatchObject({
      value: 'staff.banner.allergies.not-recorded',
      care: true,
    });
    expect(of({ state: 'not-permitted' })).toMatchObject({
      value: 'staff.banner.allergies.not-permitted',
      care: true,
    });
    expect(of({ state: 'could-not-be-read' })).toMatchObject({
      value: 'staff.banner.allergies.could-not-be-read',
    });
    expect(of({ state: 'recorded', names: ['Latex', 'Penicillin'] })).toMatchObject({
      value: 'Latex, Penicillin',
      care: true,
    });
  });
  it('language is named, with the interpreter as recorded', () => {
    expect(fact({}, 'language')).toMatchObject({ value: 'Spanish, staff.banner.interpreter', care: true });
    expect(fact({ interpreterNeeded: null }, 'language').value).toBe('Spanish');
    expect(fact({ language: null, interpreterNeeded: false }, 'language').value).toBe(
      'staff.banner.language.missing, staff.banner.no-interpreter',
    );
    expect(fact({ language: 'Spanish; Castilian', interpreterNeeded: null }, 'language').value).toBe(
      'Spanish; Castilian',
    );
  });
  it('says first that somebody is dead', () => {
    expect(listBannerFacts({ ...banner, deceased: true }, '2026-11-22', say)[0]?.id).toBe('deceased');
    expect(listBannerFacts(banner, '2026-11-22', say)[0]?.id).toBe('born');
  });
  it('a sex that is no administrative gender is shown as recorded', () => {
    expect(fact({ sex: 'male' }, 'sex').value).toBe('staff.banner.sex.male');
    expect(fact({ sex: 'X' }, 'sex').value).toBe('X');
    expect(fact({ sex: null }, 'sex').value).toBe('staff.banner.sex.missing');
  });
});

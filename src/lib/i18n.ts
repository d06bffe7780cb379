// Languages of the screens. Messages are compiled by the build (vite.config.ts), so no parser travels.
// The choice lives in memory alone: no cookie, no storage, nothing in the address.
import { i18n, type Messages } from '@lingui/core';

export type Language = 'en' | 'es';
/**
 * First part of a key: who sees it, or which screen. `staff` and `chart` are in English only; `staff-frame`
 * is what stands around every staff page, `staff-strip` what may stand above the chart, `chart-more` what the chart
 * says after its first lists, `visit-patient` what a patient reads on the way through a visit, `note-staff` the note,
 * `charge-staff` what stands beside a visit's charge, `delivery-staff` what becomes of what was signed.
 */
export type MessageGroup =
  | 'app'
  | 'patient'
  | 'visit-patient'
  | 'staff'
  | 'visit-staff'
  | 'note-staff'
  | 'charge-staff'
  | 'delivery-staff'
  | 'staff-frame'
  | 'staff-strip'
  | 'chart'
  | 'chart-more'
  | 'licensure'
  | 'video';

const CATALOGUES: Record<string, () => Promise<{ default: Messages }>> = {
  'en/app': () => import('virtual:messages/en/app'),
  'en/patient': () => import('virtual:messages/en/patient'),
  'en/visit-patient': () => import('virtual:messages/en/visit-patient'),
  'en/visit-staff': () => import('virtual:messages/en/visit-staff'),
  'en/note-staff': () => import('virtual:messages/en/note-staff'),
  'en/charge-staff': () => import('virtual:messages/en/charge-staff'),
  'en/delivery-staff': () => import('virtual:messages/en/delivery-staff'),
  'en/staff': () => import('virtual:messages/en/staff'),
  'en/staff-frame': () => import('virtual:messages/en/staff-frame'),
  'en/staff-strip': () => import('virtual:messages/en/staff-strip'),
  'en/chart': () => import('virtual:messages/en/chart'),
  'en/chart-more': () => import('virtual:messages/en/chart-more'),
  'en/licensure': () => import('virtual:messages/en/licensure'),
  'en/video': () => import('virtual:messages/en/video'),
  'es/app': () => import('virtual:messages/es/app'),
  'es/patient': () => import('virtual:messages/es/patient'),
  'es/visit-patient': () => import('virtual:messages/es/visit-patient'),
  'es/video': () => import('virtual:messages/es/video'),
};

/** The first language of a preference list (BCP 47 tags) that we speak; English when there is none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const tags = wanted.map((tag) => tag.toLowerCase().split('-')[0]);
  return tags.find((tag) => tag === 'en' || tag === 'es') ?? 'en';
}

const spoken = new Set<MessageGroup>();

/** Makes this the language of the page, for these groups and for all that were spoken before. */
export async function speak(language: Language, ...groups: MessageGroup[]): Promise<void> {
  for (const group of groups) spoken.add(group);
  const loaded = await Promise.all([...spoken].map((group) => CATALOGUES[`${language}/${group}`]?.()));
  for (const catalogue of loaded) if (catalogue) i18n.load(language, catalogue.default);
  i18n.activate(language);
  document.documentElement.lang = language;
}

/** The language of the page now. */
export function spokenLanguage(): Language {
  return i18n.locale === 'es' ? 'es' : 'en';
}

/** Has the page's language words for this key? */
export function hasText(key: string): boolean {
  return Object.hasOwn(i18n.messages, key);
}

export { i18n };

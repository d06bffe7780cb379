// The pages at the doors: the static ones as they are, and the error page and the guests' filled in. They carry no
// health data and no action but a link to an address of ours; the guests' alone has a script, and says without it
// what is needed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Eta } from 'eta';
import type { Door, DoorFailure, NextStep } from '#domain/launch';
import { GUEST_ROLES, INVITATION_FAULTS } from '#domain/visit';
import { type DoorTexts, type Language, readDoorTexts, type Say } from './door-texts.ts';
import type { EhrSays } from './failure-store.ts';

export interface ErrorPage {
  code: DoorFailure;
  door: Door;
  requestId: string;
  language: Language;
  says: EhrSays | null;
  next: { kind: NextStep; href: string; newWindow: boolean } | null;
}

export interface DoorPages {
  door(name: Door): Promise<string>;
  /** The same for every guest: the invitation is in the fragment, which does not come here. */
  guest(language: Language): Promise<string>;
  error(page: ErrorPage): Promise<string>;
}

export function createDoorPages(folders: { doors: string; locales: string }): DoorPages {
  const eta = new Eta({ autoEscape: true, cache: true });
  let texts: Promise<DoorTexts> | undefined;
  const read = (name: string) => readFile(join(folders.doors, `${name}.html`), 'utf8');
  return {
    door: read,
    async guest(language) {
      texts ??= readDoorTexts(folders.locales);
      return eta.renderString(await read('guest'), describeGuestDoor((await texts).say(language), language));
    },
    async error(page) {
      texts ??= readDoorTexts(folders.locales);
      return eta.renderString(await read('error'), describeError(await texts, page));
    },
  };
}

/** What launch/guest.html prints; which part of it is seen, its script decides by the server's answer. */
export function describeGuestDoor(t: Say, lang: Language): object {
  return {
    ...{ lang, t, roles: GUEST_ROLES, faults: [...INVITATION_FAULTS, 'no-link', 'too-many', 'failed'] },
    other: lang === 'en' ? 'es' : 'en',
    mayRetry: ['closed-now', 'too-many', 'failed'],
  };
}

/** The fields that launch/error.html prints. */
function describeError(texts: DoorTexts, page: ErrorPage): object {
  const say = texts.say(page.language);
  const audience = page.door === 'patient' ? 'patient' : 'staff';
  const keyOf = (code: string) => `door.${audience}.error.${code}`;
  const code = texts.has(page.language, `${keyOf(page.code)}.title`) ? page.code : 'internal';
  return {
    lang: page.language,
    t: say,
    title: say(`${keyOf(code)}.title`),
    meaning: say(`${keyOf(code)}.meaning`),
    next: say(`${keyOf(code)}.next`),
    code: page.code,
    requestId: page.requestId,
    ...(page.says?.description && { ehrSays: page.says.description }),
    ...(page.says?.moreUrl && { ehrMoreUrl: page.says.moreUrl }),
    ...(page.next && { nextAction: page.next }),
  };
}

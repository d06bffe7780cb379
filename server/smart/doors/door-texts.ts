// The words of pages that the server fills itself, from the same catalogues as the app's screens.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Messages, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

export type Language = 'en' | 'es';
export type Say = (key: string, values?: Record<string, string>) => string;

export interface DoorTexts {
  say(language: Language): Say;
  has(language: Language, key: string): boolean;
}

/** Reads `<folder>/<language>.json`: flat keys, ICU messages. */
export async function readDoorTexts(folder: string): Promise<DoorTexts> {
  const catalogues = { en: await readCatalogue(folder, 'en'), es: await readCatalogue(folder, 'es') };
  const speakers = { en: speak('en', catalogues.en), es: speak('es', catalogues.es) };
  return {
    say: (language) => speakers[language],
    has: (language, key) => Object.hasOwn(catalogues[language], key),
  };
}

async function readCatalogue(folder: string, language: Language): Promise<Messages> {
  const raw = JSON.parse(await readFile(join(folder, `${language}.json`), 'utf8')) as Record<string, string>;
  const doors = Object.entries(raw).filter(([key]) => key.startsWith('door.'));
  return Object.fromEntries(doors.map(([key, message]) => [key, compileMessage(message)]));
}

function speak(locale: Language, messages: Messages): Say {
  const i18n = setupI18n({ locale, messages: { [locale]: messages } });
  return (key, values) => i18n._(key, values);
}

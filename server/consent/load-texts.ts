// Reads the consent texts that ship and, where there is one, the site's folder (`WEBSIDE_CONSENT_TEXTS`): its own texts,
// and what its counsel approved. What cannot be read whole stops the start: nobody is asked for a text by mistake.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import listening from './ai-listening-1.json' with { type: 'json' };
import guest from './guest-1.json' with { type: 'json' };
import recording from './recording-1.json' with { type: 'json' };
import strict from './strict-states.json' with { type: 'json' };
import telehealth1 from './telehealth-1.json' with { type: 'json' };
import telehealth2 from './telehealth-2.json' with { type: 'json' };
import { type Approval, SiteTextFile, TextFile } from './text-file.ts';
import { buildTexts, type ConsentTexts } from './texts.ts';

/** The words say which file and what is wrong with it. */
export class ConsentTextError extends Error {
  constructor(file: string, words: string) {
    super(`Consent texts ${path.basename(file)}: ${words}`);
    this.name = 'ConsentTextError';
  }
}

/** Every text that ships, the ones that are only read in old records included. */
export const SHIPPED: readonly TextFile[] = [
  TextFile.parse({ ...telehealth1, isRetired: true }),
  TextFile.parse(telehealth2),
  TextFile.parse(guest),
  TextFile.parse(withStrictStates(recording)),
  TextFile.parse(withStrictStates(listening)),
];

/** `today`: YYYY-MM-DD. Throws ConsentTextError. */
export function loadConsentTexts(siteFolder: string | null, today: string): ConsentTexts {
  const texts: TextFile[] = [...SHIPPED];
  const approvals: { file: string; approval: Approval }[] = [];
  for (const file of siteFolder === null ? [] : listFiles(siteFolder)) {
    const read = readSiteFile(file);
    for (const text of read.texts) {
      demandNew(file, text, texts);
      texts.push(text);
    }
    approvals.push(...read.approvals.map((approval) => ({ file, approval })));
  }
  for (const { file, approval } of approvals) demandSense(file, approval, texts, today);
  const own = texts.filter((text) => !SHIPPED.includes(text));
  // A site's own text takes the place of the shipped one of its kind.
  const isReplaced = (text: TextFile) =>
    SHIPPED.includes(text) && own.some((one) => one.kind === text.kind && !one.isRetired);
  return buildTexts(
    texts.map((text) => (isReplaced(text) ? { ...text, isRetired: true } : text)),
    approvals.map(({ approval }) => approval),
  );
}

function demandNew(file: string, text: TextFile, before: readonly TextFile[]): void {
  const name = `${text.kind}/${text.version}`;
  if (before.some(({ kind, version }) => `${kind}/${version}` === name))
    throw new ConsentTextError(file, `${name} is there already. Give changed words a version of their own.`);
  const other = before.find(
    (one) => !SHIPPED.includes(one) && one.kind === text.kind && !one.isRetired && !text.isRetired,
  );
  if (other)
    throw new ConsentTextError(
      file,
      `${name} and ${other.kind}/${other.version} are both in force. Say "isRetired": true of the old one.`,
    );
}

function demandSense(file: string, approval: Approval, texts: readonly TextFile[], today: string): void {
  const name = `${approval.kind}/${approval.version}`;
  if (!texts.some(({ kind, version }) => `${kind}/${version}` === name))
    throw new ConsentTextError(file, `${name} is approved, and there is no such text.`);
  if (approval.on > today)
    throw new ConsentTextError(file, `${name} is approved on ${approval.on}, which is still to come.`);
}

function readSiteFile(file: string): SiteTextFile {
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConsentTextError(file, error instanceof Error ? error.message : String(error));
  }
  const read = SiteTextFile.safeParse(written);
  if (read.success) return read.data;
  const words = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim());
  throw new ConsentTextError(file, words.join('; '));
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => path.join(folder, name));
  } catch (error) {
    throw new ConsentTextError(folder, error instanceof Error ? error.message : String(error));
  }
}

interface WithTemplate {
  en: { title: string; paragraphs: string[]; inStrictStates: string };
  es: { title: string; paragraphs: string[]; inStrictStates: string };
}

/** One sentence for all strict places, with the name of each. */
function withStrictStates({ en, es, ...text }: WithTemplate) {
  const states = Object.entries(strict.states).map(([code, name]) => [
    code,
    {
      en: [en.inStrictStates.replace('{state}', name.en)],
      es: [es.inStrictStates.replace('{state}', name.es)],
    },
  ]);
  const plain = ({ title, paragraphs }: WithTemplate['en']) => ({ title, paragraphs });
  return { ...text, en: plain(en), es: plain(es), states: Object.fromEntries(states) as object };
}

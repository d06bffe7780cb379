// Every fact of an entry by name, whatever list it stands in; what the record does not say is left out,
// save the few facts whose absence matters.
import type { AnyRow } from '#domain/chart';
import type { Fact } from '#ui/Facts';
import type { Say } from '#ui/text';
import { decideFlag } from './decide-flag.ts';
import { orderParts } from './order-parts.ts';
import { writeCode, writeMoment, writeRange, writeValue } from './record-texts.ts';

/** Facts that are one recorded text, in the order they are told. */
const TEXTS = [
  'dosage',
  'reason',
  'type',
  'docStatus',
  'criticality',
  'severity',
  'verification',
  'bodySite',
  'place',
  'class',
  'payer',
  'plan',
  'memberId',
  'relationship',
  'dose',
  'series',
  'lot',
  'device',
  'intent',
] as const;
const CODED: readonly string[] = ['docStatus', 'criticality', 'severity', 'verification', 'relationship'];

export function listAllFacts(row: AnyRow, say: Say): Fact[] {
  const named = new Map(Object.entries(row));
  const fact = (name: string, value: string | null | undefined | false): Fact[] =>
    value ? [{ name: say(`chart.fact.${name}`), value }] : [];
  const textOf = (name: string): string | null => {
    const value = named.get(name);
    return typeof value === 'string' ? value : null;
  };
  const dateOf = (name: string): string | null => {
    const value = textOf(name);
    return value === null ? null : writeMoment(value);
  };
  return [
    ...listReadings(row, say),
    ...fact(`date.${row.dateIs}`, row.date ? writeMoment(row.date) : say('chart.date.none')),
    ...fact('until', dateOf('ended') ?? dateOf('end')),
    ...fact('status', row.status && writeCode(row.status)),
    ...TEXTS.flatMap((name) => {
      const text = textOf(name);
      return fact(name, text !== null && CODED.includes(name) ? writeCode(text) : text);
    }),
    ...fact('with', 'with' in row && row.with.join(', ')),
    ...fact('notes', 'notes' in row && row.notes.join(' · ')),
    ...('reactions' in row ? listReactions(row.reactions, say) : []),
    ...fact('reported', 'isReported' in row && row.isReported && say('chart.medication.reported')),
    ...fact('home', 'isHome' in row && row.isHome && say('chart.home.long')),
    ...fact('author', row.author),
    ...fact('codes', row.codes.map(({ code, system }) => (system ? `${code} (${system})` : code)).join(', ')),
    ...fact('folded', row.folded.join(', ')),
    ...fact('changed', dateOf('lastUpdated')),
    ...fact('id', `${row.resourceType}/${row.id}`),
  ];
}

function listReadings(row: AnyRow, say: Say): Fact[] {
  if (!('components' in row)) return [];
  const parts = orderParts(row.components).map((part) => ({
    name: part.text ?? say('chart.nameless'),
    reading: part,
  }));
  const own = row.components.length === 0 || row.value !== null;
  const all = own ? [{ name: say('chart.fact.value'), reading: row }, ...parts] : parts;
  return all.map(({ name, reading }) => {
    const flag = decideFlag(reading);
    const range = writeRange(reading.range);
    const told = [
      writeValue(reading.value, say),
      flag && say('chart.flag', { letter: flag.letter, source: flag.isByRange ? 'range' : 'record' }),
      range && say('chart.range', { range }),
    ];
    return { name, value: told.filter(Boolean).join(' · ') };
  });
}

function listReactions(reactions: { text: string | null; severity: string | null }[], say: Say): Fact[] {
  const told = reactions.map(({ text, severity }) => [text, severity].filter(Boolean).join(', '));
  return told.length > 0 ? [{ name: say('chart.fact.reactions'), value: told.join(' · ') }] : [];
}

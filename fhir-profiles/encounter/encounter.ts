// Reads a US Core Encounter into a row of the visits.
import { z } from 'zod';
import type { EncounterRow } from '#domain/chart';
import {
  Backbone,
  buildEntry,
  Coding,
  Concept,
  EntryFrame,
  listCodes,
  nameOf,
  Period,
  type Read,
  Reference,
  readEntry,
  SimpleText,
  textOf,
} from '#profiles/elements';

const Shape = EntryFrame.extend({
  status: SimpleText.nullish(),
  class: Coding.nullish(),
  type: z.array(Concept).nullish(),
  participant: z.array(Backbone.extend({ individual: Reference.nullish() })).nullish(),
  period: Period.nullish(),
  reasonCode: z.array(Concept).nullish(),
  location: z.array(Backbone.extend({ location: Reference.nullish() })).nullish(),
});
const OPEN = ['arrived', 'triaged', 'in-progress', 'onleave'];

export function readEncounter(resource: unknown): Read<EncounterRow> {
  return readEntry({ resourceType: 'Encounter', shape: Shape }, resource, (entry) => {
    if (entry.status === 'entered-in-error') return null;
    const [type] = entry.type ?? [];
    const isPlanned = entry.status === 'planned';
    return {
      ...buildEntry(entry, {
        text: textOf(type) ?? entry.class?.display ?? null,
        date: entry.period?.start ?? null,
        dateIs: isPlanned ? 'planned' : 'began',
        status: entry.status ?? null,
        isCurrent: OPEN.includes(entry.status ?? ''),
        author:
          (entry.participant ?? [])
            .map((one) => nameOf(one.individual))
            .filter(Boolean)
            .join(', ') || null,
        codes: listCodes(type),
        encounterId: entry.id,
      }),
      class: entry.class?.code ?? null,
      end: entry.period?.end ?? null,
      reason: (entry.reasonCode ?? []).map(textOf).filter(Boolean).join(', ') || null,
      place: nameOf(entry.location?.[0]?.location),
    };
  });
}

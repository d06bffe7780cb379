// Reads a US Core Coverage into a row of who pays.
import { z } from 'zod';
import type { CoverageRow } from '#domain/chart';
import {
  Backbone,
  buildEntry,
  Concept,
  EntryFrame,
  Identifier,
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
  type: Concept.nullish(),
  identifier: z.array(Identifier).nullish(),
  subscriberId: SimpleText.nullish(),
  relationship: Concept.nullish(),
  period: Period.nullish(),
  payor: z.array(Reference).nullish(),
  class: z
    .array(
      Backbone.extend({ type: Concept.nullish(), value: SimpleText.nullish(), name: SimpleText.nullish() }),
    )
    .nullish(),
});

/** The member number: the identifier of type v2-0203 `MB`, else the subscriber's. */
export function readCoverage(resource: unknown): Read<CoverageRow> {
  return readEntry({ resourceType: 'Coverage', shape: Shape }, resource, (entry) => {
    if (entry.status === 'entered-in-error') return null;
    const member = entry.identifier?.find(({ type }) => listCodes(type).some(({ code }) => code === 'MB'));
    const plan = entry.class?.find(({ type }) => listCodes(type).some(({ code }) => code === 'plan'));
    return {
      ...buildEntry(entry, {
        text: textOf(entry.type),
        date: entry.period?.start ?? null,
        dateIs: 'since',
        status: entry.status ?? null,
        isCurrent: entry.status === 'active',
        codes: listCodes(entry.type),
      }),
      payer: (entry.payor ?? []).map(nameOf).filter(Boolean).join(', ') || null,
      plan: plan?.name ?? plan?.value ?? null,
      memberId: member?.value ?? entry.subscriberId ?? null,
      relationship: textOf(entry.relationship) ?? listCodes(entry.relationship)[0]?.code ?? null,
      end: entry.period?.end ?? null,
    };
  });
}

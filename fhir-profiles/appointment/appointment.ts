// Reads a FHIR Appointment into a row of the booked visits.
import { z } from 'zod';
import type { AppointmentRow } from '#domain/chart';
import {
  Backbone,
  buildEntry,
  Concept,
  DateTime,
  EntryFrame,
  listCodes,
  nameOf,
  type Read,
  Reference,
  readEntry,
  SimpleText,
  textOf,
} from '#profiles/elements';

const Shape = EntryFrame.extend({
  status: SimpleText.nullish(),
  appointmentType: Concept.nullish(),
  serviceType: z.array(Concept).nullish(),
  reasonCode: z.array(Concept).nullish(),
  description: SimpleText.nullish(),
  start: DateTime.nullish(),
  end: DateTime.nullish(),
  participant: z.array(Backbone.extend({ actor: Reference.nullish() })).nullish(),
});
const AHEAD = ['proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist'];

export function readAppointment(resource: unknown): Read<AppointmentRow> {
  return readEntry({ resourceType: 'Appointment', shape: Shape }, resource, (entry) => {
    if (entry.status === 'entered-in-error') return null;
    const [service] = entry.serviceType ?? [];
    const named = (kinds: RegExp) =>
      (entry.participant ?? []).flatMap(({ actor }) => {
        const name = kinds.test(actor?.reference ?? '') ? nameOf(actor) : null;
        return name === null ? [] : [name];
      });
    const people = named(/(^|\/)(Practitioner|PractitionerRole|RelatedPerson|HealthcareService)\//);
    return {
      ...buildEntry(entry, {
        text: textOf(service) ?? textOf(entry.appointmentType) ?? entry.description ?? null,
        date: entry.start ?? null,
        dateIs: 'planned',
        status: entry.status ?? null,
        isCurrent: AHEAD.includes(entry.status ?? ''),
        author: null,
        codes: listCodes(service),
      }),
      end: entry.end ?? null,
      reason: (entry.reasonCode ?? []).map(textOf).filter(Boolean).join(', ') || (entry.description ?? null),
      with: people,
      place: named(/(^|\/)Location\//)[0] ?? null,
    };
  });
}

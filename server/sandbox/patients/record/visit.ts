// Encounters that have been, and appointments with (or without) the encounter planned for them.
import type {
  Appointment,
  CodeableConcept,
  Encounter,
  Practitioner,
  Reference,
  RelatedPerson,
} from '@medplum/fhirtypes';
import {
  coding,
  concept,
  hl7,
  NOTES,
  ownSystem,
  usCore,
  VISITS,
  type VisitKind,
} from '#server/sandbox/patients/terms';
import type { Day } from './calendar.ts';
import { add, type Chart, referTo } from './chart.ts';
import { addNote } from './note.ts';

const HARBORLIGHT = { reference: 'Organization/harborlight', display: 'Harborlight Health' };
const PLACES = {
  clinic: { reference: 'Location/harborlight-amesbury', display: 'Harborlight Amesbury clinic' },
  virtual: { reference: 'Location/harborlight-virtual', display: 'Harborlight video visits' },
  dialysis: { reference: 'Location/harborlight-dialysis', display: 'Harborlight dialysis unit' },
};

export interface VisitOptions {
  on: Day;
  time?: string;
  minutes?: number;
  by: Reference<Practitioner>;
  reason: string;
  /** Progress note of the visit, plain text. */
  note?: string;
}

/** A finished encounter, with its note where one is given. */
export function addVisit(chart: Chart, kind: keyof typeof VISITS, options: VisitOptions): Encounter {
  const time = options.time ?? '09:00';
  const encounter = add<Encounter>(chart, {
    ...encounterFrame(chart, VISITS[kind], options.by, options.reason),
    id: chart.newId('visit'),
    status: 'finished',
    period: {
      start: chart.calendar.at(options.on, time),
      end: chart.calendar.at(options.on, laterTime(time, options.minutes ?? 20)),
    },
  });
  if (options.note) {
    addNote(chart, 'progress', {
      title: `${NOTES.progress.text}: ${options.reason}`,
      on: options.on,
      time: laterTime(time, (options.minutes ?? 20) + 15),
      by: options.by,
      text: options.note,
      encounter,
    });
  }
  return encounter;
}

export interface BookingOptions {
  /** Default: today. */
  on?: Day;
  /** On the half hour between 08:00 and 17:30: the clinician's slot of that time is taken. */
  time: string;
  with: Reference<Practitioner>;
  reason: string;
  status?: 'booked' | 'arrived' | 'checked-in' | 'pending' | 'cancelled';
  /** The encounter the EHR has opened for it; `none`: the launch will carry no encounter. */
  encounter: 'planned' | 'in-progress' | 'none';
  /** A parent who comes along. */
  accompaniedBy?: Reference<RelatedPerson>;
  comment?: string;
}

export interface Booking {
  appointment: Appointment;
  encounter?: Encounter;
}

/** A half-hour telehealth appointment. */
export function bookVideoVisit(chart: Chart, options: BookingOptions): Booking {
  const { calendar, subject } = chart;
  const day = options.on ?? calendar.today;
  const start = calendar.at(day, options.time);
  const end = calendar.at(day, laterTime(options.time, 30));
  const appointment = add<Appointment>(chart, {
    resourceType: 'Appointment',
    id: chart.newId('appointment'),
    status: options.status ?? 'booked',
    appointmentType: concept(
      'Follow-up',
      coding(hl7('v2-0276'), 'FOLLOWUP', 'A follow up visit from a previous appointment'),
    ),
    serviceType: [concept('Video visit', coding(ownSystem('service-type'), 'video', 'Video visit'))],
    reasonCode: [{ text: options.reason }],
    description: `Video visit: ${options.reason}`,
    start,
    end,
    minutesDuration: 30,
    slot: [{ reference: `Slot/${slotId(options.with, day, options.time)}` }],
    created: calendar.at(calendar.ago('2w'), '11:00'),
    comment: options.comment,
    participant: [
      { actor: subject, required: 'required', status: 'accepted' },
      { actor: options.with, required: 'required', status: 'accepted' },
      { actor: PLACES.virtual, status: 'accepted' },
      ...(options.accompaniedBy
        ? [{ actor: options.accompaniedBy, required: 'optional' as const, status: 'accepted' as const }]
        : []),
    ],
  });
  if (options.encounter === 'none') return { appointment };
  const encounter = add<Encounter>(chart, {
    ...encounterFrame(chart, VISITS.video, options.with, options.reason),
    id: chart.newId('video-visit'),
    status: options.encounter,
    appointment: [referTo(appointment)],
    period: options.encounter === 'planned' ? { start, end } : { start },
  });
  return { appointment, encounter };
}

/** Id of a clinician's slot; one grid for booked and free time. */
export function slotId(clinician: Reference<Practitioner>, day: Day, time: string): string {
  return `${clinician.reference?.split('/')[1]}-${day.replaceAll('-', '')}-${time.replace(':', '')}`;
}

export function laterTime(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const total = hour * 60 + minute + minutes;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

function encounterFrame(
  chart: Chart,
  kind: VisitKind,
  by: Reference<Practitioner>,
  reason: string,
): Omit<Encounter, 'status'> {
  const place = kind === VISITS.dialysis ? 'dialysis' : kind.class.code === 'VR' ? 'virtual' : 'clinic';
  return {
    resourceType: 'Encounter',
    meta: { profile: [usCore('us-core-encounter')] },
    class: kind.class,
    type: [kind.type],
    subject: chart.subject,
    participant: [{ type: [attender()], individual: by }],
    reasonCode: [{ text: reason }],
    location: [{ location: PLACES[place] }],
    serviceProvider: HARBORLIGHT,
  };
}

function attender(): CodeableConcept {
  return concept('Attender', coding(hl7('v3-ParticipationType'), 'ATND', 'attender'));
}

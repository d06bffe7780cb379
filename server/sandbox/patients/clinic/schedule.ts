// Clinicians' time: a schedule each, half-hour slots for today and the workdays of the next two weeks.
// A slot is busy where an appointment names it.
import type { Practitioner, Reference, Schedule, Slot } from '@medplum/fhirtypes';
import { type Calendar, isWeekend, laterTime, slotId } from '#server/sandbox/patients/record';
import { coding, concept, ownSystem } from '#server/sandbox/patients/terms';
import { STAFF, type StaffMember, staffName } from './staff.ts';

const FIRST = '08:00';
const SLOTS_A_DAY = 20;
const DAYS_AHEAD = 14;

/** `booked`: ids of the slots that appointments name, each of which must exist. */
export function buildSchedules(calendar: Calendar, booked: ReadonlySet<string>): (Schedule | Slot)[] {
  const clinicians = Object.values(STAFF).filter((member: StaffMember) => member.hasSchedule);
  return clinicians.flatMap((member) => buildSchedule(member, calendar, booked));
}

function buildSchedule(
  member: StaffMember,
  calendar: Calendar,
  booked: ReadonlySet<string>,
): (Schedule | Slot)[] {
  const clinician = { reference: `Practitioner/${member.id}`, display: staffName(member) };
  const schedule: Schedule = {
    resourceType: 'Schedule',
    id: `${member.id}-schedule`,
    active: true,
    serviceType: [videoVisit()],
    actor: [clinician, { reference: 'Location/harborlight-virtual', display: 'Harborlight video visits' }],
    planningHorizon: { start: calendar.today, end: calendar.ahead(`${DAYS_AHEAD}d`) },
  };
  const slots = workingDays(calendar).flatMap((day) =>
    Array.from({ length: SLOTS_A_DAY }, (_, index) =>
      buildSlot(schedule, clinician, day, laterTime(FIRST, 30 * index), calendar, booked),
    ),
  );
  return [schedule, ...slots];
}

function buildSlot(
  schedule: Schedule,
  clinician: Reference<Practitioner>,
  day: string,
  time: string,
  calendar: Calendar,
  booked: ReadonlySet<string>,
): Slot {
  const id = slotId(clinician, day, time);
  return {
    resourceType: 'Slot',
    id,
    serviceType: [videoVisit()],
    schedule: { reference: `Schedule/${schedule.id}` },
    status: booked.has(id) ? 'busy' : time === '12:00' || time === '12:30' ? 'busy-unavailable' : 'free',
    start: calendar.at(day, time),
    end: calendar.at(day, laterTime(time, 30)),
  };
}

/** Today and tomorrow, whatever the day of the week, and the workdays that follow. */
function workingDays(calendar: Calendar): string[] {
  const following = Array.from({ length: DAYS_AHEAD }, (_, index) => calendar.ahead(`${index + 1}d`));
  return [calendar.today, ...following.filter((day, index) => index === 0 || !isWeekend(day))];
}

function videoVisit() {
  return concept('Video visit', coding(ownSystem('service-type'), 'video', 'Video visit'));
}

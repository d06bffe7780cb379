// A booked visit, read from an Appointment.
export { readAppointment } from './appointment.ts';

// The HL7 v2 road: a note as MDM, a charge as DFT, and the line they go over.
export { type ChargeMessage, composeCharge, type Hl7Charge } from './compose-charge.ts';
export { composeNote, type Hl7Note, type NoteMessage } from './compose-note.ts';
export { createHl7Gateway, type Hl7Gateway, type Hl7GatewayNeeds } from './gateway.ts';
export {
  type Hl7Clinician,
  type Hl7Parties,
  type Hl7Patient,
  readHl7Clinician,
  readHl7Patient,
  readHl7VisitNumber,
} from './parties.ts';
export { type Hl7Site, readHl7Site } from './site.ts';

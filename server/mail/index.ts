// E-mail out of the house: invitations, and that licences end. Knows addresses and texts, no visit and nobody's health.
export { createMail, type Letter, type Mail, type MailNeeds } from './mail.ts';

// What a site has decided about what is written into its EHR (contracts/run.md, `site`), put together from what each
// builder needs. Shape only; further members are the business of whoever reads them.
import { z } from 'zod';
import { EncounterSite } from '#profiles/telehealth-encounter';
import { NoteSite } from '#profiles/visit-note';
import { Listening } from './listening-of.ts';

export const Site = z.looseObject({
  ...NoteSite.shape,
  ...EncounterSite.shape,
  /** Its credentialing office checks licences before they are entered. */
  qualificationsAreVerified: z.boolean().optional(),
  /** Who keeps the credential register: told by e-mail when its lines end soon, where the site has a mail server. */
  licenceRemindersTo: z.email().optional(),
  /** A supervisor may ask the public NPI registry (npiregistry.cms.hhs.gov) for a clinician's number. */
  asksNpiRegistry: z.boolean().optional(),
  /** A user's token reaches every patient the user may see, whatever chart it was given in. */
  userTokensServeAnyPatient: z.boolean().optional(),
  /** Its own recorder and scribe, by the names people know them under; everybody in a visit is asked first. */
  listening: Listening.optional(),
});

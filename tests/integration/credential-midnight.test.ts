// A credential that was verified in the evening of an American day, when the calendar of UTC already shows the next one.
import { expect, it } from 'vitest';
import type { CredentialsView } from '#domain/licensure';
import { dayIn } from '#domain/rules';
import { sandboxTenants } from '#server/smart/tenants';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  atStaffDoor,
  checkIn,
  inChart,
  ownVisit,
  said,
  tell,
} from '../fixtures/visit-people.ts';

/** In Boston it is 20:00 or 21:00 of the day before. */
const HOUR_OF_UTC = 1;

function skipToEvening(stack: Stack): Date {
  const evening = new Date();
  evening.setUTCHours(24 + HOUR_OF_UTC, 0, 0, 0);
  stack.skipTime(evening.getTime() - Date.now());
  return evening;
}

it.each([
  ['by the calendar of UTC', null, 'UTC'],
  ['by the hospital’s own', 'America/New_York', 'America/New_York'],
])('verified %s, it counts in Boston the same evening', async (_words, timeZone, calendar) => {
  const stack = await startStack({
    tenants: (sandboxOrigin) =>
      sandboxTenants({ sandboxOrigin }).map((tenant) => ({
        ...tenant,
        site: { ...tenant.site, ...(timeZone && { timeZone }) },
      })),
  });
  try {
    const evening = skipToEvening(stack);
    // Her licences come with her visit from an EHR that keeps them: they are verified now.
    const helen = await inChart(stack);
    const { visitId } = await ownVisit(helen);
    await checkIn(await atPatientDoor(stack), visitId);
    expect(await said(tell(helen, visitId, 'admit', ADMIT))).toMatchObject({ state: 'in-visit' });
    const irene = await atStaffDoor(stack, 'irene-vasquez');
    const { credentials } = await said<CredentialsView>(irene.api.get('credentials'));
    expect(credentials.map(({ verified }) => verified?.on)).toContain(dayIn(evening.toISOString(), calendar));
  } finally {
    await stack.close();
  }
});

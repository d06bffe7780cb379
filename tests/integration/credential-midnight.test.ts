// A credential that was verified in the evening of an American day, when the calendar of UTC already shows the next one.
import { expect, it } from 'vitest';
import { startStack } from '../fixtures/stack.ts';
import { ADMIT, atPatientDoor, checkIn, inChart, ownVisit, said, tell } from '../fixtures/visit-people.ts';

/** In Boston it is 20:00 or 21:00 of the day before. */
const HOUR_OF_UTC = 1;

it('verified after midnight of UTC, it counts in Boston the same evening', async () => {
  const stack = await startStack();
  try {
    const evening = new Date();
    evening.setUTCHours(24 + HOUR_OF_UTC, 0, 0, 0);
    stack.skipTime(evening.getTime() - Date.now());
    // Her licences come with the launch from an EHR that keeps them: they are verified now.
    const helen = await inChart(stack);
    const { visitId } = await ownVisit(helen);
    await checkIn(await atPatientDoor(stack), visitId);
    expect(await said(tell(helen, visitId, 'admit', ADMIT))).toMatchObject({ state: 'in-visit' });
  } finally {
    await stack.close();
  }
}, 60_000);

// Why a patient still waits, in the one word their page gets of it: nothing of the gate's reasons.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  atPatientDoor,
  checkIn,
  inChart,
  newDevice,
  ownView,
  ownVisit,
  said,
  tell,
} from '../fixtures/visit-people.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

it('says that the clinician is checking while the gate is not open, and nothing of them once it is', async () => {
  const helen = await inChart(stack);
  const ada = await atPatientDoor(stack);
  const { visitId } = await ownVisit(helen);
  expect((await checkIn(ada, visitId, { state: 'WY' })).hold).toBe('clinician-is-checking');
  // Being there changes nothing of it.
  await said(tell(helen, visitId, 'present', { device: newDevice() }));
  expect((await ownView(ada, visitId)).hold).toBe('clinician-is-checking');
  const where = { place: 'home', address: null, state: 'MA', country: 'US' };
  await said(tell(helen, visitId, 'location', { where }));
  expect((await ownView(ada, visitId)).hold).toBe(null);
  stack.skipTime(60_000);
  expect((await ownView(ada, visitId)).hold).toBe('clinician-away');
});

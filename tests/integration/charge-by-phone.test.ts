// The charge of a visit that went from video to the phone: held where nobody agreed to the phone, and nowhere else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitView } from '#domain/visit';
import { chargeableVisit, DIAGNOSIS, enter, type Meanwhile } from '../fixtures/charge-people.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  atPatientDoor,
  type Caller,
  inChart,
  noteAloud,
  said,
  tell,
  tellOwn,
  visitOf,
} from '../fixtures/visit-people.ts';

let stack: Stack;
let helen: Caller;
let ada: Caller;
beforeAll(async () => {
  stack = await startStack();
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(() => stack.close());

describe('a visit handed to the phone', () => {
  const LINE = { code: '99213', modifiers: ['93'], units: 1, diagnoses: [DIAGNOSIS] };
  const to = (visitId: string, where: 'phone' | 'video') =>
    said<VisitView>(tell(helen, visitId, 'move', { to: where, reason: 'other' }));
  const holdsAfter = async (meanwhile: Meanwhile) => {
    const visitId = await chargeableVisit(helen, ada, meanwhile);
    const { billingReview } = await visitOf(helen, visitId);
    const { holds } = await enter(helen, visitId, { placeOfService: '10', lines: [LINE] });
    return { billingReview, isHeld: holds.includes('refused-during-visit') };
  };

  it('and agreed to there a moment later is held for nobody', async () => {
    const found = await holdsAfter(async (visitId) => {
      expect((await to(visitId, 'phone')).gate.verdict).toBe('needs-review');
      await said(noteAloud(helen, visitId));
    });
    expect(found).toEqual({ billingReview: [], isHeld: false });
  });

  it.each<[string, Meanwhile]>([
    ['never agreed to there', (visitId) => to(visitId, 'phone')],
    [
      'and back, never agreed to there: the gate opened again by itself',
      async (visitId) => {
        await to(visitId, 'phone');
        expect((await to(visitId, 'video')).gate.verdict).toBe('allow');
      },
    ],
  ])('%s, it waits for a second person', async (_name, meanwhile) =>
    expect(await holdsAfter(meanwhile)).toEqual({ billingReview: [], isHeld: true }),
  );

  it('and then refused for another reason is marked for that, whatever is agreed to', async () => {
    const found = await holdsAfter(async (visitId) => {
      await to(visitId, 'phone');
      const where = { place: 'vehicle', address: null, state: 'TX', country: 'US' };
      await said(tellOwn(ada, visitId, 'answers', { answer: { question: 'where', answer: where } }));
      const answer = { question: 'where', answer: { ...where, state: 'MA' } };
      await said(tellOwn(ada, visitId, 'answers', { answer }));
      await said(noteAloud(helen, visitId));
    });
    expect(found).toEqual({ billingReview: ['refused-during-visit'], isHeld: true });
  });
});

// What the license rule says of a visit when it is booked: at the patient's home as the chart has it, at the hour that
// is planned. The gate itself stays as it was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitForecast, VisitView } from '#domain/visit';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { type Caller, codeOf, inChart, ownVisit, said, visitOf } from '../fixtures/visit-people.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const forecastOf = (caller: Caller, visitId: string) =>
  said<VisitForecast>(caller.api.get(`visits/${visitId}/forecast`));
const plannedAt = (caller: Caller, plannedStart: string) =>
  said<VisitView>(caller.api.post('visits', { source: { kind: 'own', plannedStart } }));
const codes = ({ licensure }: VisitForecast) => licensure?.reasons.map(({ code }) => code);

describe('the forecast of a visit', () => {
  it('says with its rows that a license opens the state of the patient’s home, and opens nothing', async () => {
    const helen = await inChart(stack);
    const { visitId } = await ownVisit(helen);
    const forecast = await forecastOf(helen, visitId);
    expect(forecast.home).toEqual({ state: 'MA', country: 'US' });
    expect(forecast.licensure?.verdict).toBe('allow');
    expect(codes(forecast)).toContain('licensed-here');
    const { gate } = await visitOf(helen, visitId);
    expect(gate.parts.find(({ part }) => part === 'licensure')?.verdict).toBe('needs-review');
  });

  it('is of the permanent home, where nobody here may treat, not of the winter’s address', async () => {
    const helen = await inChart(stack, 'helen-brooks', 'walter-nakamura');
    const forecast = await forecastOf(helen, (await ownVisit(helen)).visitId);
    expect(forecast.home).toEqual({ state: 'VT', country: 'US' });
    expect(forecast.licensure?.verdict).toBe('block');
  });

  it('is asked for the hour that is planned: a license that ends before does not open it', async () => {
    const helen = await inChart(stack);
    const now = await forecastOf(helen, (await ownVisit(helen)).visitId);
    const end = new Date(String(now.licensure?.holdsUntil));
    const [before, after] = [-86_400_000, 2 * 86_400_000].map((shift) =>
      new Date(end.getTime() + shift).toISOString(),
    );
    const last = await forecastOf(helen, (await plannedAt(helen, String(before))).visitId);
    expect([last.at, last.licensure?.verdict]).toEqual([before, 'allow']);
    const past = await forecastOf(helen, (await plannedAt(helen, String(after))).visitId);
    expect(past.at).toBe(after);
    expect(['needs-review', 'block']).toContain(past.licensure?.verdict);
  });

  it('is asked for now where the hour that was planned is over', async () => {
    const helen = await inChart(stack);
    const asked = new Date().toISOString();
    const { visitId } = await plannedAt(helen, new Date(Date.now() - 3_600_000).toISOString());
    expect((await forecastOf(helen, visitId)).at >= asked).toBe(true);
  });

  it('says nothing of a license where nobody holds the visit', async () => {
    const rosa = await inChart(stack, 'rosa-delgado', 'grace-oyelaran');
    const { licensure, home } = await forecastOf(rosa, (await ownVisit(rosa)).visitId);
    expect([home?.state, licensure]).toEqual(['MA', null]);
  });

  it('is not to be had from another chart', async () => {
    const { visitId } = await ownVisit(await inChart(stack));
    const other = await inChart(stack, 'helen-brooks', 'grace-oyelaran');
    expect(await codeOf(other.api.get(`visits/${visitId}/forecast`))).toBe('visit.unknown');
  });
});

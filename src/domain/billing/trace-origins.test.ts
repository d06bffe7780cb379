import { describe, expect, it } from 'vitest';
import type { DecisionMaking } from './decision-making.ts';
import type { MdmProposal } from './decision-making-wire.ts';
import { traceOrigins } from './trace-origins.ts';

const SEEN = {
  ...{ outsideNotes: 0, testsRead: 1, testsOrdered: 0 },
  ...{ otherHistorian: false, ownReading: false, outsideTalk: false },
};
const EVIDENCE = {
  kind: 'test',
  reference: 'Observation/k',
  section: 'findings',
  text: 'Potassium',
} as const;
const PROPOSAL: MdmProposal = {
  problem: null,
  seen: { value: SEEN, evidence: [EVIDENCE] },
  risk: null,
  also: [],
};
const OPEN: DecisionMaking = { problem: null, seen: null, risk: null };
const ME = { by: 'Helen Brooks', at: '2026-11-20T16:00:00.000Z' };
const LATER = { by: 'Peter Lund', at: '2026-11-21T09:00:00.000Z' };
const nothing = { said: undefined, origins: {} };

describe('where an answer comes from', () => {
  it('as proposed, with what it rested on; in whatever order its parts stand', () => {
    const turned = Object.fromEntries(Object.entries(SEEN).toReversed()) as typeof SEEN;
    expect(traceOrigins(nothing, { ...OPEN, seen: turned }, PROPOSAL, ME)).toEqual({
      seen: { is: 'as-proposed', evidence: [EVIDENCE], ...ME },
    });
  });

  it('otherwise than proposed: what was proposed stays beside it', () =>
    expect(traceOrigins(nothing, { ...OPEN, seen: { ...SEEN, testsRead: 3 } }, PROPOSAL, ME).seen).toEqual({
      ...{ is: 'otherwise', evidence: [EVIDENCE], ...ME },
    }));

  it('own, where nothing was proposed or nothing was shown; an open question has none', () => {
    const said: DecisionMaking = { ...OPEN, problem: 'one-minor', seen: SEEN };
    expect(traceOrigins(nothing, said, null, ME)).toEqual({
      problem: { is: 'own', evidence: [], ...ME },
      seen: { is: 'own', evidence: [], ...ME },
    });
    expect(traceOrigins(nothing, said, PROPOSAL, ME).problem?.is).toBe('own');
  });

  it('an answer that stays keeps its origin; one that changes gets a new one, one taken away has none', () => {
    const said: DecisionMaking = { ...OPEN, problem: 'one-minor', seen: SEEN };
    const before = { said, origins: traceOrigins(nothing, said, PROPOSAL, ME) };
    expect(traceOrigins(before, { ...said, risk: 'low' }, null, LATER)).toEqual({
      ...before.origins,
      risk: { is: 'own', evidence: [], ...LATER },
    });
    const changed = traceOrigins(before, { ...said, seen: { ...SEEN, testsRead: 2 } }, PROPOSAL, LATER);
    expect([changed.seen?.is, changed.seen?.by, changed.problem?.by]).toEqual([
      'otherwise',
      'Peter Lund',
      'Helen Brooks',
    ]);
    expect(traceOrigins(before, { ...said, seen: null }, PROPOSAL, LATER).seen).toBeUndefined();
  });
});

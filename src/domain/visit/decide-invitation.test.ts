import { describe, expect, it } from 'vitest';
import { decideInvitation, type InvitationFacts } from './decide-invitation.ts';

const NOW = new Date('2026-11-22T15:00:00Z');
const OPEN: InvitationFacts = {
  wasTaken: false,
  guest: 'expected',
  until: new Date('2026-11-22T15:00:01Z'),
  visit: 'waiting',
  isRefused: false,
};
const decide = (change: Partial<InvitationFacts>) => decideInvitation({ ...OPEN, ...change }, NOW);

describe('an invitation', () => {
  it('opens before and during the visit, until its last second', () => {
    expect(decide({})).toBe(null);
    expect(decide({ visit: 'booked' })).toBe(null);
    expect(decide({ visit: 'in-visit' })).toBe(null);
  });
  it('that nobody made is unknown', () => expect(decideInvitation(null, NOW)).toBe('unknown'));
  it('ends at its time', () => expect(decide({ until: NOW })).toBe('expired'));
  it('opens once, also while its guest still asks', () => {
    expect(decide({ wasTaken: true, guest: 'asking' })).toBe('used');
    expect(decide({ guest: 'left' })).toBe('used');
  });
  it('that was taken back says so, before and after it was used', () => {
    expect(decide({ until: null })).toBe('removed');
    expect(decide({ guest: 'removed' })).toBe('removed');
    expect(decide({ wasTaken: true, guest: 'removed' })).toBe('removed');
    expect(decide({ wasTaken: true, guest: 'declined' })).toBe('removed');
  });
  it('of a visit that is over says that, not that it was used', () => {
    expect(decide({ wasTaken: true, guest: 'finished', visit: 'ended' })).toBe('over');
    expect(decide({ visit: 'cancelled' })).toBe('over');
  });
  it('waits where the visit lets nobody new in', () =>
    expect(decide({ isRefused: true })).toBe('closed-now'));
  it('that has run out does not promise to open later', () =>
    expect(decide({ isRefused: true, until: NOW })).toBe('expired'));
});

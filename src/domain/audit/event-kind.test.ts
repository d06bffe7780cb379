import { describe, expect, it } from 'vitest';
import { decideEventKind } from './event-kind.ts';

describe('decideEventKind', () => {
  it.each([
    ['banner.read', 'read', 'R'],
    ['chart.search', 'search-type', 'E'],
    ['note.create', 'create', 'C'],
    ['note.update', 'update', 'U'],
    ['draft.delete', 'delete', 'D'],
    ['note.sign', 'operation', 'E'],
    ['toString', 'operation', 'E'],
    ['', 'operation', 'E'],
  ])('%s is %s with action %s', (event, interaction, action) => {
    expect(decideEventKind(event)).toEqual({ type: 'rest', interaction, action });
  });
  it('a launch is a login, a log-out is one whatever it ends, and nothing else is either', () => {
    expect(decideEventKind('launch.complete')).toEqual({ type: 'login', action: 'E' });
    expect(decideEventKind('session.logout')).toEqual({ type: 'logout', action: 'E' });
    expect(decideEventKind('launch.logout')).toEqual({ type: 'logout', action: 'E' });
    expect(decideEventKind('prelaunch.read').type).toBe('rest');
  });
});

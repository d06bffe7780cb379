import { describe, expect, it } from 'vitest';
import { createLastRoles } from './last-roles.ts';

describe('the last roles', () => {
  it('tells somebody without a role from somebody never seen', () => {
    const roles = createLastRoles();
    roles.keep('one', 'nurse');
    roles.keep('two', null);
    expect([roles.find('one'), roles.find('two'), roles.find('three')]).toEqual(['nurse', null, undefined]);
    roles.keep('one', 'clinician');
    expect(roles.find('one')).toBe('clinician');
  });

  it('keep ten thousand people, the last ones', () => {
    const roles = createLastRoles();
    for (let person = 0; person <= 10_000; person += 1) roles.keep(`${person}`, null);
    expect([roles.find('0'), roles.find('1'), roles.find('10000')]).toEqual([undefined, null, null]);
  });
});

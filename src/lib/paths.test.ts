import { describe, expect, it } from 'vitest';
import { apiPath, launchBase, launchIdOf } from './paths.ts';

describe('launch id from the address', () => {
  it.each([
    ['/l/k3_-Z/', 'k3_-Z'],
    ['/l/k3', 'k3'],
    ['/l/k3/capabilities', 'k3'],
  ])('%s gives %s', (path, id) => expect(launchIdOf(path)).toBe(id));

  it.each(['/', '/l/', '/l', '/x/l/k3/', '/l/a%2Fb/', '/l/../l/k3/', '/launch/ehr.html'])(
    '%s gives none',
    (path) => expect(launchIdOf(path)).toBeNull(),
  );
});

it('addresses stay below the launch', () => {
  expect(launchBase('k3')).toBe('/l/k3');
  expect(apiPath('k3', 'session')).toBe('/l/k3/api/session');
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { LaunchRequest } from '#server/sandbox/contract';
import { createLaunchTokens, type LaunchTokens } from './launch-tokens.ts';

const REQUEST: LaunchRequest = { personality: 'epic', person: 'helen-brooks', patient: 'ada-martin' };
let time = 0;
let tokens: LaunchTokens;
beforeEach(() => {
  time = 1_000_000;
  tokens = createLaunchTokens(() => time);
});

describe('a launch token', () => {
  it('lives five minutes and not a moment longer', () => {
    const { launch, expiresIn } = tokens.mint(REQUEST);
    expect(expiresIn).toBe(300);
    const other = tokens.mint(REQUEST).launch;
    time += 299_999;
    expect(tokens.spend(launch, 'epic', 'webside')).toEqual(REQUEST);
    time += 1;
    expect(tokens.spend(other, 'epic', 'webside')).toBeUndefined();
  });

  it('lives shorter when told, never longer', () => {
    expect(tokens.mint({ ...REQUEST, options: { expiresIn: 5 } }).expiresIn).toBe(5);
    expect(tokens.mint({ ...REQUEST, options: { expiresIn: 900 } }).expiresIn).toBe(300);
  });

  it('is spent once, and a wrong spender does not spend it', () => {
    const { launch } = tokens.mint({ ...REQUEST, clientId: 'webside' });
    expect(tokens.spend(launch, 'generic', 'webside')).toBeUndefined();
    expect(tokens.spend(launch, 'epic', 'other')).toBeUndefined();
    expect(tokens.recall(launch), 'not spent yet').toBeUndefined();
    expect(tokens.spend(launch, 'epic', 'webside')?.patient).toBe('ada-martin');
    expect(tokens.spend(launch, 'epic', 'webside')).toBeUndefined();
    expect(tokens.recall(launch)?.patient).toBe('ada-martin');
  });

  it('tells nothing by its look', () => {
    const { launch } = tokens.mint(REQUEST);
    expect(launch).toMatch(/^[\w-]{32}$/);
    expect(Buffer.from(launch, 'base64url').toString('latin1')).not.toContain('ada');
  });
});

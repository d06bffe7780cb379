import { describe, expect, it } from 'vitest';
import { contrastOf, decideStyle, type StyleTokens } from './contrast.ts';

describe('contrast', () => {
  it('has the known ends and a known middle', () => {
    expect(contrastOf('#000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#123456', '#123456')).toBe(1);
    expect(contrastOf('#767676', '#fff')).toBeCloseTo(4.54, 2);
    expect(contrastOf('#fff', '#777777')).toBeCloseTo(4.48, 2);
  });
  it('is not known for what is no hex colour', () => {
    expect(contrastOf('red', '#fff')).toBeNull();
    expect(contrastOf('#ff', '#fff')).toBeNull();
    expect(contrastOf('#fff;background:url(//x)', '#fff')).toBeNull();
  });
});

describe("somebody else's style", () => {
  /** The light tokens. */
  const ours: StyleTokens = {
    accent: '#0b5268',
    paper: '#ffffff',
    ink: '#14202b',
    soft: '#46586a',
    good: '#176437',
    care: '#7d4700',
    stop: '#a1221b',
    edge: '#6f8090',
    'on-accent': '#ffffff',
    'accent-wash': '#e3f0f4',
    ground: '#eef2f5',
    sunk: '#f5f8fa',
  };
  const own = { accent: ours.accent, paper: ours.paper };
  it('is taken where it can be read', () =>
    expect(decideStyle({ accent: '#3d3a8c', paper: '#fdfbf4' }, ours)).toEqual({
      accent: '#3d3a8c',
      paper: '#fdfbf4',
    }));
  it('is left where our ink would vanish on its paper', () =>
    expect(decideStyle({ paper: '#202830' }, ours).paper).toBe('#ffffff'));
  it.each([
    ['a warning', { care: '#a07800' }],
    ['an edge', { edge: '#9aa8b4' }],
  ])('is left where %s would be hard to see on its paper', (_, change) => {
    const strong = { ...ours, accent: '#000000', soft: '#000000', good: '#000000', stop: '#000000' };
    const all = { ...strong, care: '#000000', edge: '#000000' };
    expect(decideStyle({ paper: '#e8e8e8' }, all).paper).toBe('#e8e8e8');
    expect(decideStyle({ paper: '#e8e8e8' }, { ...all, ...change }).paper).toBe('#ffffff');
  });
  it('is left where its accent is too pale for any ground it stands on', () => {
    expect(decideStyle({ accent: '#767676' }, ours).accent).toBe(ours.accent);
    const onWhite = { ground: '#ffffff', sunk: '#ffffff', 'accent-wash': '#ffffff' };
    expect(decideStyle({ accent: '#777777' }, { ...ours, ...onWhite }).accent).toBe(ours.accent);
    expect(decideStyle({ accent: '#767676' }, { ...ours, ...onWhite }).accent).toBe('#767676');
  });
  it('is left where the words on a button of its accent could not be read', () =>
    expect(decideStyle({ accent: '#3d3a8c' }, { ...ours, 'on-accent': '#222222' }).accent).toBe(ours.accent));
  it('is left whole when our accent would not read on its paper', () =>
    expect(decideStyle({ paper: '#cfe0f5' }, { ...ours, accent: '#0a63c9', care: '#5d3400' })).toEqual({
      accent: '#0a63c9',
      paper: '#ffffff',
    }));
  it('that is no colour is ignored', () =>
    expect(decideStyle({ accent: 'url(x)', paper: '' }, ours)).toEqual(own));
});

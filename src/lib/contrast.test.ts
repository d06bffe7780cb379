import { describe, expect, it } from 'vitest';
import { contrastOf, decideStyle } from './contrast.ts';

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
  const ours = { accent: '#0b5268', paper: '#ffffff', ink: '#14202b' };
  it('is taken where it can be read', () =>
    expect(decideStyle({ accent: '#004b87', paper: '#fdf6e3' }, ours)).toEqual({
      accent: '#004b87',
      paper: '#fdf6e3',
    }));
  it('is left where our ink would vanish on its paper', () =>
    expect(decideStyle({ paper: '#202830' }, ours).paper).toBe('#ffffff'));
  it('is left where its accent is too pale, at the line itself', () => {
    expect(decideStyle({ accent: '#777777' }, ours).accent).toBe('#0b5268');
    expect(decideStyle({ accent: '#767676' }, ours).accent).toBe('#767676');
  });
  it('is left whole when our accent would not read on its paper', () =>
    expect(decideStyle({ paper: '#6fa8ff' }, { ...ours, accent: '#0a63c9' })).toEqual({
      accent: '#0a63c9',
      paper: '#ffffff',
    }));
  it('that is no colour is ignored', () =>
    expect(decideStyle({ accent: 'url(x)', paper: '' }, ours)).toEqual({
      accent: ours.accent,
      paper: ours.paper,
    }));
});

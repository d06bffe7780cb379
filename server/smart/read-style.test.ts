import { describe, expect, it } from 'vitest';
import { readColours } from './read-style.ts';

describe('a style document', () => {
  it('gives accent and paper and nothing else of it', () => {
    const text = JSON.stringify({
      color_highlight: '#3D3a8c',
      color_background: '#fff',
      color_error: '#f00',
      dim_font_size: '13',
      url: 'https://elsewhere.example',
    });
    expect(readColours(text)).toEqual({ accent: '#3D3a8c', paper: '#fff' });
  });

  it.each([
    'red',
    'rgb(1,2,3)',
    '#12345',
    '#12345678',
    'url(https://elsewhere.example/x)',
    '#fff;background:url(//elsewhere.example)',
    '#fff\n',
    7,
    null,
    ['#fff'],
  ])('%j is no colour, and the other one stays', (accent) =>
    expect(readColours(JSON.stringify({ color_highlight: accent, color_background: '#fbfaf7' }))).toEqual({
      paper: '#fbfaf7',
    }),
  );

  it('that is none, or longer than a style can be, offers nothing', () => {
    expect(readColours('{}')).toEqual({});
    expect(readColours(`{"color_highlight":"#123456","x":"${'y'.repeat(10_000)}"}`)).toEqual({});
    expect(() => readColours('[]')).toThrow();
    expect(() => readColours('<html>')).toThrow();
  });
});

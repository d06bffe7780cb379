import { describe, expect, it } from 'vitest';
import { findForgery } from './forgery.ts';

const OURS = 'https://webside.example';
const own = { 'x-webside': '1', origin: OURS, 'sec-fetch-site': 'same-origin' };

describe('a request with the header', () => {
  it('passes from our own page, also where the browser sends no Sec-Fetch-Site', () => {
    expect(findForgery(own, OURS, 'header')).toBeNull();
    expect(findForgery({ 'x-webside': '1', origin: OURS }, OURS, 'header')).toBeNull();
  });
  it.each([
    ['header-missing', { origin: OURS, 'sec-fetch-site': 'same-origin' }],
    ['header-missing', { ...own, 'x-webside': '0' }],
    ['origin-missing', { 'x-webside': '1' }],
    ['origin-foreign', { ...own, origin: 'https://evil.example' }],
    ['origin-foreign', { ...own, origin: 'null' }],
    ['site-foreign', { ...own, 'sec-fetch-site': 'same-site' }],
    ['site-foreign', { ...own, 'sec-fetch-site': 'none' }],
  ] as const)('is refused: %s', (sign, headers) => expect(findForgery(headers, OURS, 'header')).toBe(sign));
});

describe('a form of our own', () => {
  it('passes without the header, and with Origin null under no-referrer', () => {
    expect(findForgery({ origin: OURS, 'sec-fetch-site': 'same-origin' }, OURS, 'form')).toBeNull();
    expect(findForgery({ origin: 'null', 'sec-fetch-site': 'same-origin' }, OURS, 'form')).toBeNull();
  });
  it.each([
    ['origin-missing', { 'sec-fetch-site': 'same-origin' }],
    ['origin-foreign', { origin: 'null' }],
    ['origin-foreign', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['origin-foreign', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    ['site-foreign', { origin: OURS, 'sec-fetch-site': 'cross-site' }],
  ] as const)('is refused: %s', (sign, headers) => expect(findForgery(headers, OURS, 'form')).toBe(sign));
});

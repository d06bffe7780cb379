import { describe, expect, it } from 'vitest';
import { isOfCertificate } from './peer-link.ts';

const line = (value: string, method = 'sha-256') => `a=fingerprint:${method} ${value}\r\n`;
const sdp = (...lines: string[]) => `v=0\r\n${lines.join('')}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`;

describe('isOfCertificate', () => {
  it.each([
    ['the expected one', sdp(line('AB:CD')), true],
    ['the expected one in small letters', sdp(line('ab:cd', 'SHA-256')), true],
    ['the expected one twice', sdp(line('AB:CD'), line('AB:CD')), true],
    ['another one', sdp(line('AB:CE')), false],
    ['another one beside it', sdp(line('AB:CD'), line('AB:CE')), false],
    ['a weaker method', sdp(line('AB:CD', 'sha-1')), false],
    ['none', sdp(), false],
    ['one inside another line', sdp('a=note:a=fingerprint:sha-256 AB:CD\r\n'), false],
  ])('%s', (_, text, expected) => {
    expect(isOfCertificate(text, 'AB:CD')).toBe(expected);
  });

  it('never passes for an empty expectation', () => {
    expect(isOfCertificate(sdp(line('AB:CD')), '')).toBe(false);
  });
});

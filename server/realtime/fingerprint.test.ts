import { describe, expect, it } from 'vitest';
import { readFingerprint } from './fingerprint.ts';

const value = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0')).join(':');
const other = value.replace('00:', 'ff:');
const sdp = (...lines: string[]) => ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ...lines, ''].join('\r\n');

describe('the fingerprint of a description', () => {
  it('is read in one spelling', () => {
    const said = `sha-256 ${value.toUpperCase()}`;
    expect(readFingerprint(sdp(`a=fingerprint:sha-256 ${value}`))).toBe(said);
    expect(readFingerprint(sdp(`a=fingerprint:SHA-256 ${value.toUpperCase()}`))).toBe(said);
  });

  it('may stand in several places if it is the same', () => {
    const line = `a=fingerprint:sha-256 ${value}`;
    expect(readFingerprint(sdp(line, line))).not.toBeNull();
    expect(readFingerprint(sdp(line, `a=fingerprint:sha-256 ${other}`))).toBeNull();
  });

  it.each([
    ['none', sdp()],
    ['a weak digest', sdp('a=fingerprint:sha-1 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33')],
    ['too short', sdp('a=fingerprint:sha-256 00:11')],
    ['no hexadecimal', sdp(`a=fingerprint:sha-256 ${value.replace('1f', 'zz')}`)],
    ['a second one that cannot be read', sdp(`a=fingerprint:sha-256 ${value}`, 'a=fingerprint:sha-256 ?')],
    ['a line of another length', sdp(`a=fingerprint:sha-512 ${value}`)],
  ])('%s counts as none', (_, text) => {
    expect(readFingerprint(text)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { isAddressAllowed, isLoopbackHost } from './addresses.ts';

const shut = { loopback: false, privateNetwork: false };

describe('which addresses an outgoing call may reach', () => {
  it.each(['8.8.8.8', '2606:4700::1111'])('%s: an ordinary public address is allowed', (address) => {
    expect(isAddressAllowed(address, shut)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '::1',
    '10.0.0.5',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '::',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.5',
    '64:ff9b::a00:5',
    '2002:7f00:1::',
    '2001::1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '198.18.0.1',
    '192.0.2.1',
    'not-an-address',
    '',
  ])('%s: refused by default', (address) => {
    expect(isAddressAllowed(address, shut)).toBe(false);
  });

  it('a tenant on the inner network reaches private addresses, and still no loopback or metadata address', () => {
    const inner = { loopback: false, privateNetwork: true };
    expect(isAddressAllowed('10.0.0.5', inner)).toBe(true);
    expect(isAddressAllowed('fd00::1', inner)).toBe(true);
    expect(isAddressAllowed('127.0.0.1', inner)).toBe(false);
    expect(isAddressAllowed('169.254.169.254', inner)).toBe(false);
    expect(isAddressAllowed('::ffff:10.0.0.5', inner)).toBe(false);
  });

  it('knows loopback host names as a URL spells them', () => {
    for (const host of ['localhost', 'ehr.localhost', '127.0.0.1', '[::1]'])
      expect(isLoopbackHost(host)).toBe(true);
    for (const host of ['localhost.example', '128.0.0.1', 'example.org', '[::2]'])
      expect(isLoopbackHost(host)).toBe(false);
  });
});

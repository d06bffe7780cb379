import { describe, expect, it } from 'vitest';
import { connectionOf } from './postgresql.ts';

describe('connectionOf', () => {
  it.each(['require', 'verify-ca', 'verify-full'])(
    'sslmode=%s: TLS, and the certificate is looked at',
    (mode) => {
      const { ssl, connectionString } = connectionOf(
        `postgresql://a:b@db.example/x?sslmode=${mode}&ssl=false`,
      );
      expect(ssl).toEqual({ rejectUnauthorized: true });
      // The driver would read these its own way, and let them win.
      expect(connectionString).toBe('postgresql://a:b@db.example/x');
    },
  );

  it.each(['', '?sslmode=disable', '?sslmode=prefer'])(
    '%j: in clear, which config allows on this machine alone',
    (query) => {
      expect(connectionOf(`postgresql://a@localhost/x${query}`).ssl).toBe(false);
    },
  );

  it('keeps what else the address says', () => {
    expect(connectionOf('postgresql:///x?host=/run/postgresql&sslmode=disable').connectionString).toBe(
      'postgresql:///x?host=%2Frun%2Fpostgresql',
    );
  });
});

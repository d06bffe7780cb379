// Reads a tenants file. A wrong file stops the start and lists every fault at once (contracts/run.md).
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sandboxTenants } from './sandbox-tenants.ts';
import { listShapeFaults } from './shape-faults.ts';
import { listTenantFaults } from './tenant-faults.ts';
import { labelOf, readTenantPart } from './tenant-part.ts';
import { type Tenant, TenantEntry } from './tenant-schema.ts';
import { listTenantWarnings } from './tenant-warnings.ts';

export interface AroundTenants {
  /** Where `keyFile` paths begin: the folder of the tenants file. */
  folder: string;
  /** The environment, by way of config: the value of a `secretEnv`. */
  secretOf(envName: string): string | null;
  /** Our own origin; absent while the configuration itself is still being judged. */
  publicUrl?: string;
  /** Where the embedded sandbox EHR listens, as it brings tenants of its own; null or absent: there is none. */
  sandboxOrigin?: string | null;
}

export type JudgedTenants =
  | { ok: true; tenants: Tenant[]; warnings: string[] }
  | { ok: false; faults: string[] };

export function judgeTenants(text: string, around: AroundTenants): JudgedTenants {
  const entries = readEntries(text);
  if (!Array.isArray(entries)) return { ok: false, faults: [entries.fault] };
  const parts = entries.flatMap((entry, at) => readTenantPart(entry, at) ?? []);
  const { folder, sandboxOrigin } = around;
  const faults = [
    ...entries.flatMap((entry, at) =>
      listShapeFaults(entry).map((fault) => `${labelOf(entry, at)}: ${fault}`),
    ),
    ...listTenantFaults(parts, {
      embedded: sandboxOrigin ? sandboxTenants({ sandboxOrigin }) : [],
      hasSecret: (name) => Boolean(around.secretOf(name)),
      hasFile: (path) => existsSync(resolve(folder, path)),
    }),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const tenants = entries.map((entry) => withWholePaths(TenantEntry.parse(entry), folder));
  return { ok: true, tenants, warnings: listTenantWarnings(parts, around.publicUrl) };
}

/** Every fault of the file in sentences; empty when it can be used. */
export function tenantsFaults(text: string, around: AroundTenants): readonly string[] {
  const judged = judgeTenants(text, around);
  return judged.ok ? [] : judged.faults;
}

/** The tenants of a file that has been judged before; throws with all faults otherwise. */
export function readTenants(text: string, around: AroundTenants): { tenants: Tenant[]; warnings: string[] } {
  const judged = judgeTenants(text, around);
  if (!judged.ok) throw new Error(`The tenants file cannot be used: ${judged.faults.join('; ')}`);
  return judged;
}

function withWholePaths(tenant: Tenant, folder: string): Tenant {
  const whole = (auth: Tenant['auth']): Tenant['auth'] =>
    auth.method === 'private_key_jwt' && auth.keyFile !== undefined
      ? { ...auth, keyFile: resolve(folder, auth.keyFile) }
      : auth;
  const { patientApp, backend } = tenant;
  return {
    ...tenant,
    auth: whole(tenant.auth),
    ...(patientApp && { patientApp: { ...patientApp, auth: whole(patientApp.auth) } }),
    ...(backend && { backend: { ...backend, auth: whole(backend.auth) } }),
  };
}

function readEntries(text: string): unknown[] | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and the text may hold what should not be printed.
    return { fault: 'the tenants file is not JSON' };
  }
  if (!Array.isArray(value)) return { fault: 'the tenants file must hold an array of tenants' };
  return value.length > 0 ? value : { fault: 'the tenants file names no tenant' };
}

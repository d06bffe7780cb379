// Which code system a code and a modifier belong to, and who a confirmed charge can be from.
import { describe, expect, it } from 'vitest';
import {
  ConfirmedCharge,
  CPT_SYSTEM,
  HCPCS_SYSTEM,
  systemOfCode,
  systemOfModifier,
} from './confirmed-charge.ts';

describe('the code system', () => {
  it.each(['99213', '98016', '0188T', '90837', 'G202', 'G20255', '1G202', 'W0001', 'GABCD'])(
    'of %s is CPT, or nothing that HCPCS numbers',
    (code) => expect(systemOfCode(code)).toBe(CPT_SYSTEM),
  );
  it.each(['G2025', 'G2212', 'Q3014', 'A0021', 'T1015', 'V5299'])('of %s is HCPCS', (code) =>
    expect(systemOfCode(code)).toBe(HCPCS_SYSTEM),
  );
  it.each(['93', '95', '25'])('of modifier %s is CPT', (modifier) =>
    expect(systemOfModifier(modifier)).toBe(CPT_SYSTEM),
  );
  it.each(['GT', 'G0', 'FQ', '0G', '950', 'X95'])('of modifier %s is HCPCS', (modifier) =>
    expect(systemOfModifier(modifier)).toBe(HCPCS_SYSTEM),
  );
});

describe('who confirmed it', () => {
  const { role } = ConfirmedCharge.shape.confirmedBy.shape;
  it.each(['clinician', 'biller'])('a %s', (one) => expect(role.safeParse(one).success).toBe(true));
  it.each(['nurse', 'supervisor', 'patient', 'tech-admin', ''])('no %s', (one) =>
    expect(role.safeParse(one).success).toBe(false),
  );
});

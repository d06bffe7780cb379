// How a charge is looked for in the EHR, and what its records say.
import type { Candidate } from '#domain/write-back';
import type { Parcel } from './parcel.ts';

export function chargeSearch({ encounter }: Parcel): { type: string; params: Record<string, string> } {
  const id = encounter?.split('/').at(-1);
  return { type: 'ChargeItem', params: id ? { context: id } : {} };
}

export function readChargeCandidate(_resource: unknown): Candidate | null {
  return null;
}

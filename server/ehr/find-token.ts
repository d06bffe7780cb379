// Asks for the token of an order's owner, in the words of the SMART side.
import type { Interaction } from '#domain/launch';
import type { DeliveryToken, DeliveryTokens } from '#server/smart';
import { readPatient } from './check-order.ts';
import type { TokenOwner } from './write-order.ts';

export function findToken(
  tokens: DeliveryTokens,
  { tenantId, owner }: { tenantId: string; owner: TokenOwner },
  resource: string,
  interaction: Interaction,
): Promise<DeliveryToken | null> {
  const { iss, sub, patient } = owner;
  const patientId = readPatient(patient) ?? '';
  return tokens.find({ tenantId, subject: { iss, sub }, patientId, resource, interaction });
}

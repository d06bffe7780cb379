// Sends HL7 v2 messages to the hospitals' endpoints and says what came of each, in the words of all writing
// (WriteAnswer). It composes nothing and never sends a message a second time.
import type { WriteAnswer } from '#server/ehr';
import { type EgressEndpoint, isLoopbackHost, type Log } from '#server/http';
import type { Tenant } from '#server/smart/tenants';
import { answerOfAck } from './answer-of-ack.ts';
import { LINE_LIMITS, type Line, type LineAnswer, type LineLimits, openLine } from './line.ts';
import { readHl7Site } from './site.ts';

export interface Hl7Gateway {
  /**
   * `message` as composeNote or composeCharge gave it. Never rejects for what a receiver or the network does; throws
   * where the tenant has no endpoint. `status` is 0: this road has none. `no-effect` is certain: nothing left.
   */
  send(order: { tenantId: string; message: string }): Promise<WriteAnswer>;
  close(): Promise<void>;
}

export interface Hl7GatewayNeeds {
  tenants: readonly Tenant[];
  log: Log;
  now: () => Date;
  limits?: Partial<LineLimits>;
  /** Authorities besides the machine's own (which NODE_EXTRA_CA_CERTS extends). */
  trust?: EgressEndpoint['trust'];
}

export function createHl7Gateway(needs: Hl7GatewayNeeds): Hl7Gateway {
  const limits = { ...LINE_LIMITS, ...needs.limits };
  const lines = new Map<string, Line>();
  for (const tenant of needs.tenants) {
    const site = readHl7Site(tenant);
    if (!site) continue;
    const reach = { loopback: isLoopbackHost(site.host), privateNetwork: tenant.privateNetwork };
    const { host, port, tls } = site;
    lines.set(tenant.id, openLine({ host, port, tls, reach, trust: needs.trust ?? {} }, limits));
  }

  return {
    async send({ tenantId, message }) {
      const line = lines.get(tenantId);
      if (!line) throw new Error('a message for a hospital that has no HL7 v2 endpoint');
      const answer = meaningOf(await line.send(message), needs.now());
      if (answer.kind !== 'confirmed')
        needs.log.warn({ tenantId, kind: answer.kind }, 'an HL7 v2 message was not taken');
      return answer;
    },
    async close() {
      await Promise.all([...lines.values()].map((line) => line.close()));
    },
  };
}

function meaningOf(answer: LineAnswer, at: Date): WriteAnswer {
  switch (answer.kind) {
    case 'answered':
      // An answer to this very message that does not say what became of it leaves it open.
      return answerOfAck(answer.ack, at) ?? { kind: 'unknown', why: 'lost-answer' };
    case 'not-sent':
      return {
        kind: 'no-effect',
        why: answer.why === 'busy' ? 'not-begun' : 'no-connection',
        retryAfterSeconds: null,
      };
    case 'lost':
      return { kind: 'unknown', why: answer.why };
  }
}

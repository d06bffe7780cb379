// The gate on the server: collects the five answers for one visit and asks the rule. Whatever fails here leaves the
// door closed. The way of an emergency does not come by this file, and must not.
import { closedGate, decideGate, type GateView } from '#domain/visit';
import type { Db } from '#server/db';
import { listStatements, readAnswers, readModalities, readOverrides, type Said } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import type { Visit } from './visit-store.ts';

export type GateNeeds = Pick<VisitNeeds, 'database' | 'licences' | 'consents' | 'log' | 'now'>;

/** Never rejects. Reads through `db`: inside a transaction its answer belongs to that transaction. */
export async function askGate(needs: GateNeeds, db: Db, visit: Visit, said?: Said[]): Promise<GateView> {
  const now = needs.now();
  try {
    return await askAll(needs, db, visit, said ?? (await listStatements(needs, db, visit.id)), now);
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : 'unknown';
    needs.log.error({ code: 'gate.failed', kind }, 'the gate could not be asked: it is closed');
    return closedGate(now);
  }
}

async function askAll(needs: GateNeeds, db: Db, visit: Visit, said: Said[], now: Date): Promise<GateView> {
  const answers = readAnswers(said);
  const where = answers.where?.answer ?? null;
  const host = visit.people.find(({ role }) => role === 'host');
  const modality = readModalities(said).at(-1)?.modality ?? 'video';
  const licence = await needs.licences.ask(
    db,
    {
      tenantId: visit.tenantId,
      practitioner: host?.known.fhirUser ?? null,
      state: where?.state ?? null,
      country: where?.country ?? null,
    },
    now,
  );
  const consent = await needs.consents.ask(
    db,
    {
      visitId: visit.id,
      state: where?.state ?? null,
      modality: modality === 'video' ? 'video' : 'audio',
      birthDate: visit.known.birthDate,
    },
    now,
  );
  const at = (one: { at: string }) => new Date(one.at);
  return decideGate(
    {
      licensure: licence.answer,
      hasBarredLicence: licence.hasBarredLicence,
      consent: consent.answer,
      hasRefused: consent.hasRefused,
      identity: answers.who && { isRight: answers.who.isRight, at: at(answers.who) },
      location: answers.where && { where: answers.where.answer, at: at(answers.where) },
      callBack: answers.callBack && { at: at(answers.callBack) },
      overrides: readOverrides(said),
    },
    now,
  );
}

// The gate on the server: collects the five answers for one visit and asks the rule. Whatever fails here leaves the
// door closed. The way of an emergency does not come by this file, and must not.
import {
  closedGate,
  decideGate,
  type EvidenceRecord,
  findHeldException,
  type GateView,
  isRunning,
} from '#domain/visit';
import type { Db } from '#server/db';
import {
  listStatements,
  readAnswers,
  readExceptionEvents,
  readOverrides,
  readWay,
  type Said,
} from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import type { Visit } from './visit-store.ts';

export type GateNeeds = Pick<VisitNeeds, 'database' | 'licences' | 'consents' | 'log' | 'now'>;

/** The gate's answer and what it rests on, for whoever keeps evidence of it. */
export interface Judged {
  gate: GateView;
  grounds: Pick<EvidenceRecord, 'questions' | 'said' | 'packs'>;
}

export const NO_GROUNDS: Judged['grounds'] = {
  questions: { licensure: null, consent: null },
  said: { identity: null, location: null, callBack: null },
  packs: [],
};

/** Never rejects. Reads through `db`: inside a transaction its answer belongs to that transaction. */
export async function askGate(needs: GateNeeds, db: Db, visit: Visit, said?: Said[]): Promise<GateView> {
  return (await judgeGate(needs, db, visit, said)).gate;
}

/** Never rejects, and is `askGate` with its grounds. */
export async function judgeGate(needs: GateNeeds, db: Db, visit: Visit, said?: Said[]): Promise<Judged> {
  const now = needs.now();
  try {
    return await askAll(needs, db, visit, said ?? (await listStatements(needs, db, visit.id)), now);
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : 'unknown';
    needs.log.error({ code: 'gate.failed', kind }, 'the gate could not be asked: it is closed');
    return { gate: closedGate(now), grounds: NO_GROUNDS };
  }
}

async function askAll(needs: GateNeeds, db: Db, visit: Visit, said: Said[], now: Date): Promise<Judged> {
  const { who, where, callBack } = readAnswers(said);
  const place = where?.answer ?? null;
  const host = visit.people.find(({ role }) => role === 'host');
  const exception = findHeldException(readExceptionEvents(said), host?.personKey ?? null);
  const licence = await needs.licences.ask(
    db,
    {
      tenantId: visit.tenantId,
      practitioner: host?.known.fhirUser ?? null,
      state: place?.state ?? null,
      country: place?.country ?? null,
      ...(exception && {
        exception: {
          ...{ kind: exception.kind, rule: exception.rule },
          ...{ attestedBy: exception.by, attestedAt: exception.at },
        },
      }),
    },
    now,
  );
  const consent = await needs.consents.ask(
    db,
    {
      visitId: visit.id,
      state: place?.state ?? null,
      modality: readWay(said),
      birthDate: visit.known.birthDate,
    },
    now,
  );
  const at = (one: { at: string }) => new Date(one.at);
  const gate = decideGate(
    {
      licensure: licence.answer,
      hasBarredLicence: licence.hasBarredLicence,
      exception,
      consent: consent.answer,
      hasRefused: consent.hasRefused,
      isTextChanged: consent.isTextChanged,
      notInWriting: consent.notInWriting,
      isRunning: isRunning(visit.state),
      identity: who && { isRight: who.isRight, at: at(who) },
      location: where && { where: where.answer, at: at(where) },
      callBack: callBack && { at: at(callBack) },
      overrides: readOverrides(said),
    },
    now,
  );
  const packs = [...licence.answer.packs, ...consent.answer.packs];
  return {
    gate,
    grounds: {
      questions: { licensure: { ...licence.facts }, consent: { ...consent.facts } },
      said: {
        identity: who && { isRight: who.isRight, at: who.at },
        location: where && { state: where.answer.state, country: where.answer.country, at: where.at },
        callBack: callBack && { at: callBack.at },
      },
      packs: [...new Map(packs.map((one) => [one.pack, one])).values()],
    },
  };
}

// The chart's reads: one parallel wave a launch, begun by the callback while the browser is still fetching the
// app, held for half a minute in this instance and for this launch alone. Another instance simply reads again.
import { CHART_LISTS, type ChartLine, type ChartListName, decideListAccess } from '#domain/chart';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type ListNeeds, readList } from './read-list.ts';

export type RunningChart = ReadonlyMap<ChartListName, Promise<ChartLine>>;

export interface Charts {
  /** Begins the wave for a launch with a patient and a role that may see one; otherwise does nothing. */
  begin(session: Session): void;
  /** The wave begun at the launch, given once; later a new one. */
  take(session: Session, requestId: string): RunningChart;
  /** Only these lists: from the held wave once, so that asking again asks the EHR. */
  look(session: Session, requestId: string, lists: readonly ChartListName[]): RunningChart;
  /** Always asks the EHR. */
  readAgain(session: Session, requestId: string, list: ChartListName): RunningChart;
}

const HELD_MS = 30_000;

export function createCharts(needs: ListNeeds): Charts {
  const held = new Map<string, { chart: RunningChart; isTaken: boolean; isSeen: boolean }>();

  function read(session: Session, requestId: string, lists: readonly ChartListName[]): RunningChart {
    const { patientId } = session;
    if (patientId === null) throw new AppError('not-found', 'no-patient', 'This launch is about no patient.');
    const permissions = needs.readPermissions(session);
    // Each list says for itself that this failed.
    permissions.catch(() => undefined);
    const call = { session, patientId, requestId, permissions };
    return new Map(lists.map((list) => [list, readList(needs, call, list)]));
  }

  return {
    begin(session) {
      const { launchId } = session;
      // What was begun for another role is nobody's to see, not even when nothing follows it.
      held.delete(launchId);
      if (session.patientId === null || !decideListAccess(session.role ?? 'no-role', 'patient')) return;
      held.set(launchId, {
        chart: settled(read(session, launchId, CHART_LISTS)),
        isTaken: false,
        isSeen: false,
      });
      setTimeout(() => held.delete(launchId), HELD_MS).unref();
    },
    take(session, requestId) {
      const one = held.get(session.launchId);
      if (!one || one.isTaken) return settled(read(session, requestId, CHART_LISTS));
      one.isTaken = true;
      return one.chart;
    },
    look(session, requestId, lists) {
      const one = held.get(session.launchId);
      if (!one || one.isSeen) return settled(read(session, requestId, lists));
      one.isSeen = true;
      return one.chart;
    },
    readAgain: (session, requestId, list) => settled(read(session, requestId, [list])),
  };
}

/** A rejection may come before anybody listens; whoever awaits the line still gets it. */
function settled(chart: RunningChart): RunningChart {
  for (const line of chart.values()) line.catch(() => undefined);
  return chart;
}

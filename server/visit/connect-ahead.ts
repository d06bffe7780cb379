// Who may be connected before the door opens: the patient who waits and the clinician who has opened the visit, while the
// gate says yes. Their browsers find the way to each other and send nothing; sound and picture wait for admission.
import { isOpening } from '#domain/visit';
import type { AtVisit } from './at-visit.ts';
import { askGate } from './gate.ts';
import type { VisitNeeds } from './visit-needs.ts';
import type { Person } from './visit-store.ts';

export async function mayConnectAhead(
  needs: VisitNeeds,
  { tx, visit }: Pick<AtVisit, 'tx' | 'visit'>,
  me: Person,
): Promise<boolean> {
  if (visit.state !== 'waiting') return false;
  if (me.role !== 'host' && me.state !== 'waiting') return false;
  return isOpening((await askGate(needs, tx, visit)).verdict);
}

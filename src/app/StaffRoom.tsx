// The room for who leads the visit: with the telephone as a way out, where the visit's state has that step.
import { isRunning, type VisitView } from '#domain/visit';
import { useVisitOrder, type VisitLink } from '#features/visit';
import { VisitRoom } from './VisitRoom.tsx';

interface StaffRoomProps {
  launchId: string;
  visit: VisitView;
  link: VisitLink;
}

export function StaffRoom({ launchId, visit, link }: StaffRoomProps) {
  const { mutate } = useVisitOrder(launchId, visit.visitId);
  const toPhone = () => mutate({ call: 'move', body: { to: 'phone', reason: 'no-video' } });
  const onPhone = visit.may.includes('move-to-phone') ? toPhone : undefined;
  const isAhead = !isRunning(visit.state);
  return <VisitRoom {...{ launchId, link, isAhead, onPhone }} visitId={visit.visitId} />;
}

// What went wrong with the room itself, and where the visit can go from here.
import type { RoomView } from '#domain/video';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { sayCause } from './cause-texts.ts';

interface ProblemNoticeProps {
  problem: NonNullable<RoomView['problem']>;
  onOtherWay: (() => void) | undefined;
  onPhone: (() => void) | undefined;
}

export function ProblemNotice({ problem, onOtherWay, onPhone }: ProblemNoticeProps) {
  const say = useText();
  const isOfVendor = problem === 'vendor-failed' || problem === 'vendor-slow';
  const title = problem === 'vendor-slow' ? say('video.vendor-slow') : sayCause(say, problem);
  if (!isOfVendor) return <Notice tone="stop" live="assertive" title={title} />;
  return (
    <Notice tone="stop" live="assertive" title={title}>
      <p>{say(onPhone ? 'video.vendor-failed.staff' : 'video.vendor-failed.patient')}</p>
      <p className="row">
        {onOtherWay && (
          <Button kind="primary" onClick={onOtherWay}>
            {say('video.other-way')}
          </Button>
        )}
        {onPhone && <Button onClick={onPhone}>{say('video.offer.phone.take')}</Button>}
      </p>
    </Notice>
  );
}

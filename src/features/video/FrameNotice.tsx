// Where the EHR's frame may not use camera or microphone: says so before anybody is called, and offers the
// way that works.
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import type { DeviceProbe } from './probe-devices.ts';

interface FrameNoticeProps {
  probe: DeviceProbe;
  /** Opens the call in a window of its own. */
  onOwnWindow: () => void;
}

export function FrameNotice({ probe, onOwnWindow }: FrameNoticeProps) {
  const say = useText();
  if (!probe.needsOwnWindow) return null;
  return (
    <Notice tone="care" title={say('video.frame.title')}>
      <p>{say('video.frame.text')}</p>
      <Button kind="primary" onClick={onOwnWindow}>
        {say('video.frame.open')}
      </Button>
    </Notice>
  );
}

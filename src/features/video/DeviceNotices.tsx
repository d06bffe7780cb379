// What is wrong with this person's own devices, and what to do about it.
import type { RoomDriver, RoomView } from '#domain/video';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { useLevel } from './useLevel.ts';

export function DeviceNotices({ driver, view }: { driver: RoomDriver; view: RoomView }) {
  const say = useText();
  const { media, tracks, faults } = view.own;
  const { isSilent } = useLevel(tracks.microphone, media.microphone);
  const again = (source: string): void => {
    if (source === 'camera') driver.setCamera(true);
    if (source === 'microphone') driver.setMicrophone(true);
  };
  return (
    <>
      {Object.entries(faults).map(([source, fault]) => (
        <Notice key={source} tone="care" live="polite" title={say(`video.fault.${source}.${fault}`)}>
          <p>{say(`video.fault.remedy.${fault}`)}</p>
          {fault !== 'blocked-here' && source !== 'screen' && (
            <Button small onClick={() => again(source)}>
              {say('video.fault.again')}
            </Button>
          )}
        </Notice>
      ))}
      {isSilent && !faults.microphone && (
        <Notice tone="care" live="polite" title={say('video.silent')}>
          <p>{say('video.silent.remedy')}</p>
        </Notice>
      )}
    </>
  );
}

// Before the call: see yourself, see that your microphone hears you, choose other devices. Works on a
// prepared room, so nothing of it reaches anybody.
import type { RoomDriver } from '#domain/video';
import { ChoiceField } from '#ui/Field';
import { useText } from '#ui/text';
import { DeviceNotices } from './DeviceNotices.tsx';
import { NetworkCheck } from './NetworkCheck.tsx';
import { Tile } from './Tile.tsx';
import { useDevices } from './useDevices.ts';
import { useLevel } from './useLevel.ts';
import { useRoom } from './useRoom.ts';
import './call.css';

interface PreCallCheckProps {
  /** Already prepared, or being so. */
  driver: RoomDriver;
  name: string;
  /** The site's relays, to try this network with; undefined: the network is not tried. */
  readServers?: (() => Promise<{ iceServers: RTCIceServer[] }>) | undefined;
}

export function PreCallCheck({ driver, name, readServers }: PreCallCheckProps) {
  const say = useText();
  const view = useRoom(driver);
  const { microphone, camera } = view.own.tracks;
  const { cameras, microphones } = useDevices(`${microphone?.id} ${camera?.id}`);
  const { level } = useLevel(microphone, view.own.media.microphone);
  const asked = [
    { source: 'camera', list: cameras, track: camera },
    { source: 'microphone', list: microphones, track: microphone },
  ] as const;
  return (
    <section className="call-check" aria-label={say('video.check')}>
      <Tile name={name} role={say('video.tile.you')} {...view.own} isMirrored isLarge />
      <div className="call-level">
        <label htmlFor="call-level">{say('video.check.level')}</label>
        <meter id="call-level" min={0} max={1} value={level} />
        <span>{say(level > 0.1 ? 'video.check.heard' : 'video.check.speak')}</span>
      </div>
      {asked.map(
        ({ source, list, track }) =>
          list.length > 1 && (
            <ChoiceField
              key={source}
              label={say(`video.check.${source}`)}
              value={track?.getSettings().deviceId ?? ''}
              choices={list.map(({ deviceId, label }, place) => ({
                value: deviceId,
                text: label || say('video.check.unnamed', { number: place + 1 }),
              }))}
              onChange={(deviceId) => driver.switchDevice(source, deviceId)}
            />
          ),
      )}
      <DeviceNotices driver={driver} view={view} />
      {readServers && <NetworkCheck readServers={readServers} />}
    </section>
  );
}

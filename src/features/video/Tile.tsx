// One person in the call: their picture or their name, with role and what they have switched off.
import type { Participant, Tracks } from '#domain/video';
import { useText } from '#ui/text';
import { CallIcon } from './CallIcon.tsx';
import { Picture } from './Media.tsx';

interface TileProps {
  name: string;
  role: string;
  media: Participant['media'];
  tracks: Tracks;
  /** Of the way to them; own tiles are always connected. */
  link?: Participant['link'];
  /** The screen they share instead of their camera. */
  isScreen?: boolean;
  isMirrored?: boolean;
  isLarge?: boolean;
}

export function Tile({
  name,
  role,
  media,
  tracks,
  link = 'connected',
  isScreen,
  isMirrored,
  isLarge,
}: TileProps) {
  const say = useText();
  const track = isScreen ? tracks.screen : tracks.camera;
  const who = isScreen ? say('video.tile.screen', { name }) : name;
  const names = ['tile', isLarge && 'tile-large', isScreen && 'tile-screen', isMirrored && 'tile-mirrored'];
  return (
    <figure className={names.filter(Boolean).join(' ')} aria-label={`${who}, ${role}`}>
      {track ? <Picture track={track} data-large={isLarge || undefined} /> : <NoPicture name={name} />}
      <figcaption className="tile-caption">
        <span className="strong">{who}</span> <span className="tile-role">{role}</span>
        {!media.microphone && !isScreen && (
          <span className="tile-state">
            <CallIcon name="microphone" isOff /> {say('video.tile.muted')}
          </span>
        )}
        {link !== 'connected' && <span className="tile-state">{say(`video.tile.${link}`)}</span>}
      </figcaption>
    </figure>
  );
}

function NoPicture({ name }: { name: string }) {
  const say = useText();
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('');
  return (
    <div className="tile-blank">
      <span className="tile-initials" aria-hidden="true">
        {initials}
      </span>
      <span>{say('video.tile.no-picture')}</span>
    </div>
  );
}

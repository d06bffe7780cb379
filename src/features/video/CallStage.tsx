// Who is seen how large: a shared screen before a face, the others in a strip, oneself in a corner.
import type { Participant, RoomView } from '#domain/video';
import { useText } from '#ui/text';
import type { CallPerson } from './Call.tsx';
import { Tile } from './Tile.tsx';

interface CallStageProps {
  view: RoomView;
  people: readonly CallPerson[];
  self: CallPerson;
  isSelfShown: boolean;
}

export function CallStage({ view, people, self, isSelfShown }: CallStageProps) {
  const say = useText();
  const others = view.participants.filter((one) => one.hasJoined);
  const sharing = others.find((one) => one.media.screen && one.tracks.screen);
  const hasEnded = view.connection === 'left' || view.connection === 'removed';
  const large = sharing ?? others[0];
  const small = others.filter((one) => one !== large || sharing);
  const personOf = ({ id }: Participant): CallPerson =>
    people.find((one) => one.id === id) ?? { id, name: say('video.tile.somebody'), role: '' };
  return (
    <div className="call-stage">
      {large ? (
        <Tile {...personOf(large)} {...large} isScreen={large === sharing} isLarge />
      ) : (
        <p className="call-empty">{hasEnded ? '' : say('video.alone')}</p>
      )}
      {small.length > 0 && (
        <div className="call-strip">
          {small.map((one) => (
            <Tile key={one.id} {...personOf(one)} {...one} />
          ))}
        </div>
      )}
      {isSelfShown && !hasEnded && (
        <div className="call-self">
          <Tile {...self} name={say('video.tile.you')} {...view.own} isMirrored />
        </div>
      )}
    </div>
  );
}

// The five controls of a call, each a switch that says its state, and what stands beside them.
import type { MediaState } from '#domain/video';
import { useText } from '#ui/text';
import { CallIcon, type CallIconName } from './CallIcon.tsx';
import { CALL_KEYS, type CallKey } from './useCallKeys.ts';

interface CallControlsProps {
  media: MediaState;
  /** The chat beside the call; undefined: there is none, and no control for it. */
  chat?: { isOpen: boolean; unread: number } | undefined;
  canShare: boolean;
  onPress: (key: CallKey) => void;
}

export function CallControls({ media, chat, canShare, onPress }: CallControlsProps) {
  const say = useText();
  return (
    <div className="call-controls" role="toolbar" aria-label={say('video.controls')}>
      {(['microphone', 'camera', 'screen'] as const)
        .filter((source) => source !== 'screen' || canShare)
        .map((source) => (
          <Control
            key={source}
            name={source}
            text={say(`video.control.${source}.${media[source] ? 'off' : 'on'}`)}
            isOff={source !== 'screen' && !media[source]}
            isOn={source === 'screen' && media.screen}
            onPress={onPress}
          />
        ))}
      {chat && (
        <Control
          name="chat"
          text={say(chat.isOpen ? 'video.control.chat.close' : 'video.control.chat.open', {
            unread: chat.unread,
          })}
          badge={chat.isOpen ? 0 : chat.unread}
          isOn={chat.isOpen}
          onPress={onPress}
        />
      )}
      <Control name="leave" text={say('video.control.leave')} onPress={onPress} />
    </div>
  );
}

interface ControlProps {
  name: CallKey & CallIconName;
  /** What a press does, for ears and for the tooltip. */
  text: string;
  isOff?: boolean;
  isOn?: boolean;
  badge?: number;
  onPress: (key: CallKey) => void;
}

function Control({ name, text, isOff = false, isOn = false, badge = 0, onPress }: ControlProps) {
  const names = ['call-control', `call-control-${name}`, isOff && 'is-off', isOn && 'is-on'];
  return (
    <button
      type="button"
      className={names.filter(Boolean).join(' ')}
      aria-label={text}
      aria-keyshortcuts={`Alt+Shift+${CALL_KEYS[name]}`}
      title={`${text} (Alt+Shift+${CALL_KEYS[name]})`}
      data-badge={badge || undefined}
      onClick={() => onPress(name)}
    >
      <CallIcon name={name} isOff={isOff} />
    </button>
  );
}

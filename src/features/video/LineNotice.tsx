// How good the line is, in a sentence, with one thing to do about it.
import type { LadderOffer, LadderStep } from '#domain/video';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';

interface LineNoticeProps {
  step: LadderStep;
  /** Offers this screen cannot carry out are not shown. */
  canPhone: boolean;
  onTake: (offer: LadderOffer) => void;
  onDecline: () => void;
}

export function LineNotice({ step, canPhone, onTake, onDecline }: LineNoticeProps) {
  const say = useText();
  const { light, reason } = step;
  const offer = step.offer === 'phone' && !canPhone ? 'try-again' : step.offer;
  return (
    <div className="call-line">
      <p className={`call-light call-light-${light}`}>
        <span className="call-dot" aria-hidden="true" />
        {say(light === 'good' || light === 'unknown' ? `video.light.${light}` : `video.line.${reason}`)}
      </p>
      {offer && (
        <div className="call-offer" role="status">
          <span>{say(`video.offer.${offer}`)}</span>
          <Button small onClick={() => onTake(offer)}>
            {say(`video.offer.${offer}.take`)}
          </Button>
          <Button small onClick={onDecline}>
            {say('video.offer.decline')}
          </Button>
        </div>
      )}
    </div>
  );
}

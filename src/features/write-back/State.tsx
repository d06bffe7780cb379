// One delivery's state, what it means and what to do now.
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';
import { type AnyDelivery, nextText, stateText, storyText, toneOf } from './delivery-texts.ts';

export function StateMark({ delivery }: { delivery: AnyDelivery }) {
  const say = useText();
  return <span className={`delivery-state delivery-${toneOf(delivery)}`}>{stateText(delivery, say)}</span>;
}

export function StateStory({ delivery }: { delivery: AnyDelivery }) {
  const say = useText();
  const next = nextText(delivery, say);
  return (
    <>
      <p>{storyText(delivery, say)}</p>
      {next && <p className={delivery.next === 'wait' ? 'soft' : 'delivery-next'}>{next}</p>}
      {delivery.assignedTo && (
        <p className="soft">{say('staff.delivery.assigned-to', { name: isolate(delivery.assignedTo) })}</p>
      )}
    </>
  );
}

// One receipt: what it is, where it stands, the road it took, what the EHR calls it, and the one thing to do.
import type { Receipt } from '#domain/write-back';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Facts } from '#ui/Facts';
import { type Say, useText } from '#ui/text';
import { DeliveryActs } from './DeliveryActs.tsx';
import { hasEnded, kindText, toneOf } from './delivery-texts.ts';
import { StateMark, StateStory } from './State.tsx';

export function ReceiptCard({ launchId, receipt }: { launchId: string; receipt: Receipt }) {
  const say = useText();
  const name = kindText(receipt.kind, say);
  return (
    <li className={`delivery delivery-edge-${toneOf(receipt)}`}>
      <h3 className="delivery-head">
        {name} <StateMark delivery={receipt} />
      </h3>
      <StateStory delivery={receipt} />
      {receipt.refusal && receipt.state !== 'confirmed' && <Refusal refusal={receipt.refusal} />}
      {receipt.done && (
        <p>
          {say(hasEnded(receipt) ? 'staff.delivery.taken-back-by' : 'staff.delivery.done-by', {
            name: isolate(receipt.done.by),
            time: formatInstant(receipt.done.at),
          })}
        </p>
      )}
      <Facts facts={listFacts(receipt, say)} />
      <DeliveryActs launchId={launchId} delivery={receipt} name={name} />
    </li>
  );
}

/** As the EHR said it, letter by letter, never as markup. */
function Refusal({ refusal }: { refusal: NonNullable<Receipt['refusal']> }) {
  const say = useText();
  return (
    <figure className="delivery-refusal">
      <figcaption className="small soft">{say('staff.delivery.refusal')}</figcaption>
      <blockquote>{isolate(refusal.words?.trim() || say('staff.delivery.refusal.wordless'))}</blockquote>
      <p className="small soft">
        {say('staff.delivery.refusal.code', {
          code: refusal.code ?? say('staff.delivery.none'),
          status: refusal.status === 0 ? say('staff.delivery.none') : String(refusal.status),
        })}
      </p>
    </figure>
  );
}

function listFacts(receipt: Receipt, say: Say) {
  const { route, answer, sentAt, attempts, reference, owner } = receipt;
  const fact = (name: string, value: string | null) =>
    value === null ? [] : [{ name: say(`staff.delivery.fact.${name}`), value: isolate(value) }];
  // The record is the EHR's own: nothing of ours went, and nothing of ours stands on it.
  if (route === 'kept-by-ehr') return fact('id', answer?.id ?? null);
  return [
    ...fact('route', say(route ? `staff.delivery.route.${route}` : 'staff.delivery.route.open')),
    ...fact('id', answer?.id ?? null),
    ...fact('version', answer?.version ?? null),
    ...fact('answered', answer && formatInstant(answer.at)),
    ...fact('sent', !answer && sentAt ? formatInstant(sentAt) : null),
    ...fact('attempts', attempts > 1 ? String(attempts) : null),
    ...fact('reference', reference),
    ...fact('owner', owner),
  ];
}

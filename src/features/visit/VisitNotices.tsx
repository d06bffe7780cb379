// What the clinician must know of now, why, and what is offered: each offer is a button where the visit has that step.
// Nothing here ends the media of a running call but the clinician's own press.
import { type GateReason, isOpening, type VisitNotice, type VisitView } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { hasText } from '#lib/i18n';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import type { VisitOrder } from './staff-visit-queries.ts';

type Offer = VisitNotice['offers'][number];

interface VisitNoticesProps {
  visit: VisitView;
  pending: (call: string) => string | null;
  onOrder: (order: VisitOrder) => void;
  onOpen: (panel: 'emergency' | 'admit' | 'aloud') => void;
}

export function VisitNotices({ visit, pending, onOrder, onOpen }: VisitNoticesProps) {
  const say = useText();
  /** Null: this visit, or this person, has no such step now. */
  const stepOf = (offer: Offer): { call: string; press: () => void } | null => {
    const order = (call: string, body?: object) => ({
      call,
      press: () => onOrder({ call, ...(body && { body }) }),
    });
    if (offer === 'finish-safely' || offer === 'end') return visit.may.includes('end') ? order('end') : null;
    if (offer === 'move-to-phone')
      return visit.may.includes('move-to-phone') ? order('move', { to: 'phone', reason: 'refusal' }) : null;
    if (offer === 'hand-over') return visit.host.isYou && !visit.handOverOffered ? order('hand-over') : null;
    if (offer === 'ask-aloud')
      return visit.host.isYou ? { call: 'consent/spoken', press: () => onOpen('aloud') } : null;
    const event = offer === 'emergency' ? 'open-emergency' : 'admit';
    return visit.may.includes(event) ? { call: offer, press: () => onOpen(offer) } : null;
  };
  return visit.notices.map((notice) => (
    <Notice key={`${notice.code} ${notice.at}`} tone="care" live="polite">
      <p>{say(`staff.visit.notice.${notice.code}`, { time: formatInstant(notice.at) })}</p>
      {notice.reasons.length > 0 && (
        <ul>
          {listReasons(visit, notice.reasons).map(({ code, rule }) => (
            <li key={`${code} ${rule}`}>
              {sayReason(say, code, rule)} <span className="small soft">{rule}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        {notice.offers.map((offer) => {
          const step = stepOf(offer);
          return (
            step && (
              <Button key={offer} small pending={pending(step.call)} onClick={step.press}>
                {say(`staff.visit.offer.${offer}`)}
              </Button>
            )
          );
        })}
      </div>
    </Notice>
  ));
}

/** A notice names reasons by their key, code and rule; the gate's panel has them whole. */
function listReasons(visit: VisitView, keys: readonly string[]): Pick<GateReason, 'code' | 'rule'>[] {
  const closed = visit.gate.parts.filter(({ verdict }) => !isOpening(verdict));
  const known = closed.flatMap(({ reasons }) => reasons);
  return keys.map((key) => {
    const [code = '', rule = ''] = key.split('|');
    return known.find((one) => one.code === code && one.rule === rule) ?? { code, rule };
  });
}

function sayReason(say: ReturnType<typeof useText>, code: string, field: string): string {
  const key = `staff.visit.gate.reason.${code}`;
  return hasText(key) ? say(key, { field }) : code;
}

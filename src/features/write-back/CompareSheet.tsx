// What was sent, beside what the EHR shows, so that a person can say whether it is there. Texts are drawn as text.
import { useQuery } from '@tanstack/react-query';
import type { CompareView } from '#domain/write-back';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Notice } from '#ui/Notice';
import { Sheet } from '#ui/Sheet';
import { useText } from '#ui/text';
import { compareQuery } from './delivery-queries.ts';
import { SheetTrouble } from './SheetTrouble.tsx';
import { Whose } from './Whose.tsx';

interface SheetProps {
  launchId: string;
  deliveryId: string;
  name: string;
  onClose: () => void;
}

export function CompareSheet({ launchId, deliveryId, name, onClose }: SheetProps) {
  const say = useText();
  const compared = useQuery(compareQuery(launchId, deliveryId));
  return (
    <Sheet
      title={say('staff.delivery.compare.title', { what: name })}
      close={say('staff.delivery.close')}
      onClose={onClose}
    >
      <SheetTrouble query={compared} />
      {compared.data && (
        <>
          <Whose name={compared.data.line.patientName} />
          <div className="delivery-sides">
            <Sent sent={compared.data.sent} />
            <Shown shown={compared.data.shown} />
          </div>
        </>
      )}
    </Sheet>
  );
}

function Sent({ sent }: { sent: CompareView['sent'] }) {
  const say = useText();
  return (
    <section className="stack-tight">
      <h3>{say('staff.delivery.compare.sent')}</h3>
      <Origin author={sent.author} at={sent.at} type={sent.type} />
      <p className="delivery-text">{sent.text}</p>
    </section>
  );
}

function Shown({ shown }: { shown: CompareView['shown'] }) {
  const say = useText();
  return (
    <section className="stack-tight">
      <h3>{say('staff.delivery.compare.shown')}</h3>
      {shown.state === 'could-not-be-read' && (
        <Notice tone="care" title={say('staff.delivery.compare.unread')}>
          <p>{say(`staff.delivery.compare.unread.${shown.why}`)}</p>
        </Notice>
      )}
      {shown.state === 'read' && !shown.isComplete && (
        <Notice tone="care">
          <p>{say('staff.delivery.compare.incomplete')}</p>
        </Notice>
      )}
      {shown.state === 'read' && shown.records.length === 0 && <p>{say('staff.delivery.compare.nothing')}</p>}
      {shown.state === 'read' &&
        shown.records.map((record) => (
          <article key={record.id} className="delivery-record">
            <h4 className="small">
              <code>{isolate(record.id)}</code>
              {record.version && <span className="soft"> {say('staff.delivery.version', record)}</span>}
            </h4>
            <p className="strong">{say(`staff.delivery.compare.${likenessOf(record)}`)}</p>
            <Origin {...record} />
            {record.text === null ? (
              <p className="soft">{say('staff.delivery.compare.no-text')}</p>
            ) : (
              <p className="delivery-text">{record.text}</p>
            )}
          </article>
        ))}
    </section>
  );
}

type ShownRecord = Extract<CompareView['shown'], { state: 'read' }>['records'][number];

function likenessOf({ isMarked, isSameText }: ShownRecord): 'marked' | 'same' | 'marked-other' | 'other' {
  if (isMarked) return isSameText ? 'marked' : 'marked-other';
  return isSameText ? 'same' : 'other';
}

function Origin({ author, at, type }: { author: string | null; at: string | null; type: string | null }) {
  const parts = [author && isolate(author), at && formatInstant(at), type && isolate(type)];
  return <p className="small soft">{parts.filter(Boolean).join(' · ')}</p>;
}

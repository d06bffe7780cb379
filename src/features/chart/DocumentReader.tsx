// Reads a document in place, below its line: text as text, HTML cleaned, CDA as text, PDF as pictures of its
// pages; a PDF, and what a page cannot show safely, is given to download as well. The bytes come through our own server alone.
import { lazy, Suspense, useState } from 'react';
import type { DocumentRow } from '#domain/chart';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { useChartScene } from './chart-scene.ts';
import { writeSize } from './record-texts.ts';

const ReadInPlace = lazy(() => import('./ReadInPlace.tsx').then((file) => ({ default: file.ReadInPlace })));

type Attachment = DocumentRow['attachments'][number];

export function DocumentReader({ row, facts }: { row: DocumentRow; facts: string[] }) {
  const say = useText();
  if (row.attachments.length === 0)
    return <p className="entry-facts">{[...facts, say('chart.document.empty')].join(' · ')}</p>;
  return row.attachments.map((attachment, place) => (
    <AttachmentReader
      key={attachment.binaryId ?? place}
      row={row}
      place={place}
      attachment={attachment}
      before={place === 0 ? facts : []}
    />
  ));
}

export interface AttachmentProps {
  row: DocumentRow;
  place: number;
  attachment: Attachment;
}

/** Types that are read in place; everything else is downloaded. */
const READABLE = /^(text\/(plain|html|xml)|application\/(pdf|xhtml\+xml|xml|hl7-sda\+xml|hl7-cda\+xml))\b/i;

function AttachmentReader({ row, place, attachment, before }: AttachmentProps & { before: string[] }) {
  const say = useText();
  const [isOpen, setOpen] = useState(false);
  const name = attachment.title ?? row.text ?? say('chart.nameless');
  const type = attachment.contentType ?? '';
  const facts = [
    ...before,
    say('chart.document.type', { type: kindOf(type), raw: type }),
    attachment.size !== null && writeSize(attachment.size),
  ].filter(Boolean);
  if (attachment.isElsewhere)
    return <p className="entry-facts">{[...before, say('chart.document.elsewhere')].join(' · ')}</p>;
  if (attachment.binaryId === null && !attachment.isInline)
    return <p className="entry-facts">{[...before, say('chart.document.empty')].join(' · ')}</p>;
  const isReadable = READABLE.test(type);
  return (
    <>
      <p className="document-tools">
        <span className="entry-facts">{facts.join(' · ')}</span>
        {isReadable && (
          <Button
            small
            aria-expanded={isOpen}
            aria-label={say(isOpen ? 'chart.document.close.of' : 'chart.document.read.of', { name })}
            onClick={() => setOpen(!isOpen)}
          >
            {say(isOpen ? 'chart.document.close' : 'chart.document.read')}
          </Button>
        )}
        {(!isReadable || kindOf(type) === 'pdf') && (
          <Download row={row} place={place} attachment={attachment} name={name} />
        )}
      </p>
      {isOpen && isReadable && (
        <Suspense fallback={<Loading words={say('chart.document.reading')} />}>
          <ReadInPlace row={row} place={place} attachment={attachment} name={name} />
        </Suspense>
      )}
    </>
  );
}

function kindOf(type: string): string {
  if (/html/i.test(type)) return 'html';
  if (/pdf/i.test(type)) return 'pdf';
  if (/xml/i.test(type)) return 'xml';
  return /^text\/plain/i.test(type) ? 'text' : 'other';
}

function Download({ row, attachment, name, place }: AttachmentProps & { name: string }) {
  const say = useText();
  const { launchId } = useChartScene();
  const [state, setState] = useState<'' | 'pending' | 'failed'>('');
  const download = async () => {
    setState('pending');
    const { saveDocument } = await import('./document-reading.ts');
    const isSaved = await saveDocument(launchId, row.id, place, attachment, name).then(
      () => true,
      () => false,
    );
    setState(isSaved ? '' : 'failed');
  };
  return (
    <>
      <Button
        small
        pending={state === 'pending' ? say('chart.document.reading') : null}
        aria-label={say('chart.document.download.of', { name })}
        onClick={() => void download()}
      >
        {say('chart.document.download')}
      </Button>
      {state === 'failed' && <span role="alert">{say('chart.document.failed')}</span>}
    </>
  );
}

// Reads a document in place, below its line: text as text, HTML cleaned, CDA as text; what a page cannot
// show safely is given to download. The bytes come through our own server alone.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DocumentRow } from '#domain/chart';
import { launchBase } from '#lib/paths';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { useChartScene } from './chart-scene.ts';
import { documentQuery } from './document-queries.ts';
import { writeSize } from './record-texts.ts';

type Attachment = DocumentRow['attachments'][number];

export function DocumentReader({ row }: { row: DocumentRow }) {
  const say = useText();
  if (row.attachments.length === 0) return <p className="entry-facts">{say('chart.document.empty')}</p>;
  return row.attachments.map((attachment, place) => (
    <AttachmentReader key={attachment.binaryId ?? place} row={row} place={place} attachment={attachment} />
  ));
}

interface AttachmentProps {
  row: DocumentRow;
  place: number;
  attachment: Attachment;
}

/** Types that are read in place; everything else is downloaded. */
const READABLE = /^(text\/(plain|html|xml)|application\/(xhtml\+xml|xml|hl7-sda\+xml|hl7-cda\+xml))\b/i;

function AttachmentReader({ row, place, attachment }: AttachmentProps) {
  const say = useText();
  const [isOpen, setOpen] = useState(false);
  const name = attachment.title ?? row.text ?? say('chart.nameless');
  const type = attachment.contentType ?? '';
  const facts = [
    say('chart.document.type', { type: kindOf(type), raw: type }),
    attachment.size !== null && writeSize(attachment.size),
  ].filter(Boolean);
  if (attachment.isElsewhere) return <p className="entry-facts">{say('chart.document.elsewhere')}</p>;
  if (attachment.binaryId === null && !attachment.isInline)
    return <p className="entry-facts">{say('chart.document.empty')}</p>;
  const isReadable = READABLE.test(type);
  return (
    <>
      <p className="row document-tools">
        {isReadable ? (
          <Button
            small
            aria-expanded={isOpen}
            aria-label={say(isOpen ? 'chart.document.close.of' : 'chart.document.read.of', { name })}
            onClick={() => setOpen(!isOpen)}
          >
            {say(isOpen ? 'chart.document.close' : 'chart.document.read')}
          </Button>
        ) : (
          <Download row={row} place={place} attachment={attachment} name={name} />
        )}
        <span className="entry-facts">{facts.join(' · ')}</span>
      </p>
      {isOpen && isReadable && <ReadInPlace row={row} place={place} attachment={attachment} name={name} />}
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
  if (attachment.binaryId !== null)
    return (
      <a
        className="button button-small"
        href={`${launchBase(launchId)}/fhir/Binary/${encodeURIComponent(attachment.binaryId)}`}
        download
        aria-label={say('chart.document.download.of', { name })}
      >
        {say('chart.document.download')}
      </a>
    );
  const download = async () => {
    setState('pending');
    const { saveInline } = await import('./document-reading.ts');
    const isSaved = await saveInline(launchId, row.id, place).then(
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

function ReadInPlace({ row, attachment, name, place }: AttachmentProps & { name: string }) {
  const say = useText();
  const { launchId } = useChartScene();
  const content = useQuery(documentQuery(launchId, row.id, place, attachment));
  if (content.isPending) return <Loading words={say('chart.document.reading')} />;
  if (content.isError)
    return (
      <p className="sight sight-could-not-be-read row" role="alert">
        {say('chart.document.failed')}
        <Button
          small
          pending={content.isFetching ? say('app.retrying') : null}
          onClick={() => void content.refetch()}
        >
          {say('app.retry')}
        </Button>
      </p>
    );
  if (content.data.length === 0) return <p className="sight sight-empty">{say('chart.document.empty')}</p>;
  return (
    <section className="document" aria-label={name}>
      {content.data.map((part) =>
        part.kind === 'text' ? (
          <div key={part.id}>
            {part.title && <p className="strong">{part.title}</p>}
            <p className="document-text">{part.text}</p>
          </div>
        ) : (
          <Cleaned key={part.id} nodes={part.nodes} />
        ),
      )}
    </section>
  );
}

/** Nodes that a sanitiser let through, put into the page without being parsed again. */
function Cleaned({ nodes }: { nodes: DocumentFragment }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.replaceChildren(nodes.cloneNode(true));
  }, [nodes]);
  return <div ref={place} className="document-html" />;
}

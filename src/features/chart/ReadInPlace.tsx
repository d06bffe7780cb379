// The content of one document in place. What it may hold was decided before it comes here.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { useChartScene } from './chart-scene.ts';
import type { AttachmentProps } from './DocumentReader.tsx';
import { type DocumentPart, documentQuery } from './document-queries.ts';

const PdfPages = lazy(() => import('./PdfPages.tsx').then((file) => ({ default: file.PdfPages })));

export function ReadInPlace({ row, attachment, name, place }: AttachmentProps & { name: string }) {
  const say = useText();
  const { launchId } = useChartScene();
  const content = useQuery(documentQuery(launchId, row.id, place, attachment));
  if (content.isPending) return <Loading words={say('chart.document.reading')} />;
  if (content.isError)
    return (
      <p className="sight sight-could-not-be-read row" role="alert">
        {say('chart.document.failed')}
        <ReadAgain small query={content} />
      </p>
    );
  if (content.data.length === 0) return <p className="sight sight-empty">{say('chart.document.empty')}</p>;
  return (
    <section className="document" aria-label={name}>
      {content.data.map((part) => (
        <Part key={part.id} part={part} />
      ))}
    </section>
  );
}

function Part({ part }: { part: DocumentPart }) {
  const say = useText();
  if (part.kind === 'html') return <Cleaned nodes={part.nodes} />;
  if (part.kind === 'pdf')
    return (
      <Suspense fallback={<Loading words={say('chart.document.reading')} />}>
        <PdfPages bytes={part.bytes} />
      </Suspense>
    );
  return (
    <>
      {part.title && <p className="strong">{part.title}</p>}
      <p className="document-text">{part.text}</p>
    </>
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

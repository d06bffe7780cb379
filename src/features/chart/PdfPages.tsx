// A PDF in place: each page a picture with its words above it, so that it can be searched, copied and heard.
// A page is drawn when it comes near the screen.
import { useEffect, useRef, useState } from 'react';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { type OpenPdf, openPdf, scaleWords } from './open-pdf.ts';
import './pdf-pages.css';

export function PdfPages({ bytes }: { bytes: ArrayBuffer }) {
  const say = useText();
  const [pdf, setPdf] = useState<OpenPdf | 'failed' | null>(null);
  useEffect(() => {
    let isGone = false;
    let opened: OpenPdf | null = null;
    // pdf.js hands the bytes to its worker, and a second opening would find none.
    openPdf(bytes.slice(0)).then(
      (file) => {
        opened = file;
        if (isGone) file.close();
        else setPdf(file);
      },
      () => !isGone && setPdf('failed'),
    );
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [bytes]);
  if (pdf === null) return <Loading words={say('chart.document.reading')} />;
  if (pdf === 'failed')
    return (
      <p className="sight sight-could-not-be-read" role="alert">
        {say('chart.document.pdf.failed')}
      </p>
    );
  return (
    <ol className="pdf-pages">
      {pdf.pages.map((number) => (
        <PdfPage key={number} pdf={pdf} number={number} />
      ))}
    </ol>
  );
}

function PdfPage({ pdf, number }: { pdf: OpenPdf; number: number }) {
  const say = useText();
  const page = useRef<HTMLLIElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const [hasFailed, setFailed] = useState(false);
  const [ownWidth, setOwnWidth] = useState<number | null>(null);
  useEffect(() => {
    const drawing = new AbortController();
    const watcher = new IntersectionObserver(
      ([seen]) => {
        if (!seen?.isIntersecting || !page.current || !canvas.current || !words.current) return;
        watcher.disconnect();
        const place = { canvas: canvas.current, words: words.current, width: page.current.clientWidth };
        pdf.drawPage(number, { ...place, signal: drawing.signal }).then(
          (width) => !drawing.signal.aborted && setOwnWidth(width),
          () => !drawing.signal.aborted && setFailed(true),
        );
      },
      { rootMargin: '600px' },
    );
    if (page.current) watcher.observe(page.current);
    return () => {
      watcher.disconnect();
      drawing.abort();
    };
  }, [pdf, number]);
  useEffect(() => {
    if (ownWidth === null || !page.current) return;
    const watcher = new ResizeObserver(([size]) => {
      if (size && words.current) scaleWords(words.current, size.contentRect.width / ownWidth);
    });
    watcher.observe(page.current);
    return () => watcher.disconnect();
  }, [ownWidth]);
  const label = say('chart.document.pdf.page', { number, count: pdf.pages.length });
  return (
    <li
      ref={page}
      className="pdf-page"
      data-state={ownWidth === null ? undefined : 'drawn'}
      aria-label={label}
    >
      <canvas ref={canvas} />
      <div ref={words} className="pdf-words" />
      {hasFailed && (
        <p className="sight sight-could-not-be-read">{say('chart.document.pdf.page-failed', { number })}</p>
      )}
    </li>
  );
}

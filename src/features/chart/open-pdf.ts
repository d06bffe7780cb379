// Opens a PDF of the record: drawn by pdf.js on canvases, its scripts never run, its links lead nowhere, and
// what its fonts and scans need comes from our own server alone.
import {
  AnnotationMode,
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
  type PDFPageProxy,
  TextLayer,
  version,
} from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

/** Where the build puts pdf.js's character maps, fonts and decoders of scans. */
const FILES = `/assets/pdf-${version}`;
/** A page's picture, in device pixels; more would be memory without detail. */
const MOST_PIXELS = 8_000_000;

export interface OpenPdf {
  /** Page numbers, from 1. */
  readonly pages: readonly number[];
  /** Draws page `number` (from 1) and lays its words above it; gives the page's own width in points. */
  drawPage(number: number, place: PagePlace): Promise<number>;
  close(): void;
}

export interface PagePlace {
  canvas: HTMLCanvasElement;
  words: HTMLElement;
  /** CSS pixels. */
  width: number;
  signal: AbortSignal;
}

/** Rejects where the bytes are no PDF, are damaged, or are locked by a password. */
export async function openPdf(bytes: ArrayBuffer): Promise<OpenPdf> {
  const loading = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: `${FILES}/cmaps/`,
    standardFontDataUrl: `${FILES}/standard_fonts/`,
    wasmUrl: `${FILES}/wasm/`,
    // The page's policy allows no WebAssembly; the decoders' plain form is slower and draws the same.
    useWasm: false,
    disableWorkerRendering: true,
    maxImageSize: 64_000_000,
    verbosity: 0,
  });
  const file: PDFDocumentProxy = await loading.promise;
  return {
    pages: Array.from({ length: file.numPages }, (_, place) => place + 1),
    drawPage: async (number, place) => drawPage(await file.getPage(number), place),
    close: () => void loading.destroy(),
  };
}

async function drawPage(page: PDFPageProxy, { canvas, words, width, signal }: PagePlace): Promise<number> {
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: width / natural.width });
  const sharpness = Math.min(devicePixelRatio, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
  canvas.width = Math.floor(viewport.width * sharpness);
  canvas.height = Math.floor(viewport.height * sharpness);
  const task = page.render({
    canvas,
    viewport,
    transform: [sharpness, 0, 0, sharpness, 0, 0],
    annotationMode: AnnotationMode.ENABLE,
  });
  signal.addEventListener('abort', () => task.cancel(), { once: true });
  await task.promise;
  const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport });
  words.replaceChildren();
  scaleWords(words, viewport.scale);
  await layer.render();
  return natural.width;
}

/** Keeps the words above their pictures when the page's width has changed. */
export function scaleWords(words: HTMLElement, scale: number): void {
  words.style.setProperty('--total-scale-factor', String(scale));
}

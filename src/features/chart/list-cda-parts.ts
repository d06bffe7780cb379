// The human-readable part of a clinical document (HL7 CDA R2, section.text): the text its author signed
// for, as plain text. Any other XML is shown as it is.
import type { DocumentPart } from './document-queries.ts';

const CDA = 'urn:hl7-org:v3';

export function listCdaParts(xml: string): DocumentPart[] {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  const root = parsed.documentElement;
  if (root.localName !== 'ClinicalDocument' || root.namespaceURI !== CDA)
    return xml.trim() === '' ? [] : [{ kind: 'text', id: 'xml', title: null, text: xml }];
  const title = childText(root, 'title');
  const sections = [...root.getElementsByTagNameNS(CDA, 'section')].map(
    (section, place): DocumentPart => ({
      kind: 'text',
      id: `section-${place}`,
      title: childText(section, 'title'),
      text: writeBlock(childOf(section, 'text')),
    }),
  );
  return [...(title ? [{ kind: 'text', id: 'title', title, text: '' } as const] : []), ...sections];
}

function childOf(parent: Element, name: string): Element | null {
  return [...parent.children].find((child) => child.localName === name) ?? null;
}

function childText(parent: Element, name: string): string | null {
  return childOf(parent, name)?.textContent?.trim() || null;
}

const LINES = ['paragraph', 'item', 'tr', 'br', 'caption', 'list', 'table'];
const CELLS = ['td', 'th'];

/** Paragraphs and rows on lines of their own, cells apart, items with a dash. */
function writeBlock(element: Element | null): string {
  if (!element) return '';
  const write = (node: Node): string => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
    if (!(node instanceof Element)) return '';
    const inner = [...node.childNodes].map(write).join('');
    if (CELLS.includes(node.localName)) return `${inner.trim()} | `;
    if (node.localName === 'item') return `\n– ${inner.trim()}\n`;
    return LINES.includes(node.localName) ? `\n${inner.replace(/ \| $/, '')}\n` : inner;
  };
  const text = [...element.childNodes].map(write).join('');
  return text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

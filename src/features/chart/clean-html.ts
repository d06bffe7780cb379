// HTML of the record, cleaned by DOMPurify: words, tables and lists stay; what runs, loads, styles, links or
// asks for input goes.
import DOMPurify from 'dompurify';
import { showOverrides } from '#lib/odd-letters';

const TAGS = [
  ...[
    'p',
    'div',
    'span',
    'br',
    'hr',
    'b',
    'strong',
    'i',
    'em',
    'u',
    's',
    'sub',
    'sup',
    'small',
    'pre',
    'code',
  ],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'colgroup', 'col'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
];

export function cleanHtml(html: string): DocumentFragment {
  const clean = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['colspan', 'rowspan', 'scope', 'start', 'dir', 'lang'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    FORBID_CONTENTS: ['script', 'style', 'title', 'head', 'template', 'noscript', 'textarea', 'select'],
    RETURN_DOM_FRAGMENT: true,
  });
  const words = document.createTreeWalker(clean, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode())
    node.nodeValue = showOverrides(node.nodeValue ?? '');
  // Headings of a document are no headings of our page.
  for (const heading of clean.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const line = document.createElement('p');
    line.className = 'document-heading';
    line.append(...heading.childNodes);
    heading.replaceWith(line);
  }
  return clean;
}

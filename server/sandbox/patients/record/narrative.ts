// Plain words made safe for markup.

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** XHTML for `Narrative.div`. */
export function narrative(text: string): string {
  return `<div xmlns="http://www.w3.org/1999/xhtml">${escapeXml(text)}</div>`;
}

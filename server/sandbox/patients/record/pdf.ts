// A small, valid PDF (1.4, one or more pages of Helvetica) out of plain lines. Knows nothing of
// patients. Letters outside Latin-1 become "?", since the standard fonts have no others.

const LINES_PER_PAGE = 48;
const LINE_LENGTH = 92;

export function buildPdf(text: string): Buffer {
  const pages = paginate(text.split('\n').flatMap(wrapLine));
  const firstPage = 4;
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${firstPage + 2 * n} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((lines, n) => pageObjects(lines, firstPage + 2 * n + 1)),
  ];
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  bodies.forEach((body, index) => {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
  });
  const start = file.length;
  file += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) file += `${String(offset).padStart(10, '0')} 00000 n \n`;
  file += `trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  // One byte a letter, so that the offsets counted above are byte offsets.
  return Buffer.from(file, 'latin1');
}

function pageObjects(lines: string[], contentNumber: number): string[] {
  const shown = lines.map((line) => `(${escapeText(line)}) Tj T*`).join('\n');
  const stream = `BT\n/F1 10 Tf\n14 TL\n56 740 Td\n${shown}\nET`;
  return [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${contentNumber} 0 R >>`,
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
  ];
}

function escapeText(line: string): string {
  return line
    .normalize('NFC')
    .replace(/[–—]/g, '-')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[^\x20-\x7e\xa0-\xff]/g, '?')
    .replace(/[\\()]/g, '\\$&');
}

function wrapLine(line: string): string[] {
  const wrapped: string[] = [];
  let rest = line;
  while (rest.length > LINE_LENGTH) {
    const space = rest.lastIndexOf(' ', LINE_LENGTH);
    const cut = space > 0 ? space : LINE_LENGTH;
    wrapped.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...wrapped, rest];
}

function paginate(lines: string[]): string[][] {
  const pages: string[][] = [];
  for (let at = 0; at < Math.max(lines.length, 1); at += LINES_PER_PAGE) {
    pages.push(lines.slice(at, at + LINES_PER_PAGE));
  }
  return pages;
}

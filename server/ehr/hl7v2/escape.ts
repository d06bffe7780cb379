// Text in an HL7 v2 field: what would read as a delimiter, a new segment or the end of a message is written as an
// escape sequence (v2.5.1, 2.7), so that whatever a person typed stays inside its field. It knows nothing of fields.

const NAMED = new Map([
  ['|', 'F'],
  ['^', 'S'],
  ['~', 'R'],
  ['\\', 'E'],
  ['&', 'T'],
]);
const READ = new Map([...NAMED].map(([character, name]) => [name, character]));

/** The five delimiters, and every control character but the tab, which adds nothing but room. */
const MUST_NOT_STAND = /[|^~\\&]|(?!\t)\p{Cc}/gu;

/** For one component of one field. Lone surrogates become U+FFFD: they have no bytes in UTF-8. */
export function escapeText(text: string): string {
  return text.toWellFormed().replace(MUST_NOT_STAND, (character) => {
    const name = NAMED.get(character) ?? `X${hexOf(character)}`;
    return `\\${name}\\`;
  });
}

/** The text behind the escapes. Sequences for fonts and indents say nothing; an unknown one stays as it came. */
export function readText(escaped: string): string {
  return escaped.replace(/\\([^\\\r\n]{0,200})\\/g, (sequence, name: string) => {
    const named = READ.get(name);
    if (named !== undefined) return named;
    if (/^X([0-9A-Fa-f]{2})+$/.test(name)) return Buffer.from(name.slice(1), 'hex').toString('utf8');
    if (/^\.(br|sp\d*)$/.test(name)) return '\n';
    return /^([HN]|\.(fi|nf|ce|in[+-]?\d*|ti[+-]?\d*|sk\d*))$/.test(name) ? '' : sequence;
  });
}

function hexOf(character: string): string {
  return Buffer.from(character, 'utf8').toString('hex').toUpperCase();
}

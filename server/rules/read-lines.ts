// Lines of a stream of text, one at a time, whatever their length. Ends at line feeds alone: other separators of
// Unicode may stand inside a JSON string. Knows no JSON.

/** `chunks`: decoded text. A byte order mark before the first line is no part of it; what follows the last end is a line. */
export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let pieces: string[] = [];
  let isFirst = true;
  const take = (): string => {
    const line = pieces.join('');
    pieces = [];
    const marked = isFirst && line.startsWith('\uFEFF');
    isFirst = false;
    return marked ? line.slice(1) : line;
  };
  for await (const chunk of chunks) {
    const [head = '', ...more] = chunk.split('\n');
    pieces.push(head);
    for (const next of more) {
      yield take();
      pieces.push(next);
    }
  }
  yield take();
}

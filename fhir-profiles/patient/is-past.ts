/** Whether a period's end lies before a moment; the whole of a partial date counts. Null: it has none. */
export function isPast(end: string | null | undefined, at: Date): boolean {
  return end != null && end.slice(0, 10) < at.toISOString().slice(0, end.slice(0, 10).length);
}

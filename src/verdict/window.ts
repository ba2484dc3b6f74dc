/** A time during which the VM was stopped, in microseconds of one clock. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Gives the most time stopped within any window of `length` microseconds. The spans may overlap and come in any
 * order. Time stopped changes its slope only where a window's edge meets a span's, so it is enough to try the
 * windows that begin with a span and those that end with one.
 */
export function worstWindow(spans: readonly Span[], length: number): number {
  // Most events have one stop.
  if (spans.length === 1) return Math.max(0, Math.min(length, lengthOf(spans[0])));
  const merged = mergeSpans(spans);
  const mirrored = merged.map(({ from, to }) => ({ from: -to, to: -from })).reverse();
  return Math.max(0, worstFromStart(merged, length), worstFromStart(mirrored, length));
}

/** The most time stopped in a window that begins where a span does; the spans are in order and apart. */
function worstFromStart(spans: readonly Span[], length: number): number {
  let worst = 0;
  let whole = 0;
  let next = 0;
  for (const [index, { from, to }] of spans.entries()) {
    const end = from + length;
    for (; next < spans.length && (spans[next]?.to ?? 0) <= end; next++) whole += lengthOf(spans[next]);
    const partial = spans[Math.max(next, index)];
    worst = Math.max(worst, whole + (partial === undefined ? 0 : Math.max(0, end - partial.from)));
    if (next > index) whole -= to - from;
    else next = index + 1;
  }
  return worst;
}

function lengthOf(span: Span | undefined): number {
  return span === undefined ? 0 : span.to - span.from;
}

function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to) merged.push(span);
    else if (span.to > last.to) merged[merged.length - 1] = { from: last.from, to: span.to };
  }
  return merged;
}

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
  const last = merged.length - 1;
  return Math.max(
    0,
    worstFromStart(merged.length, (at) => merged[at], length),
    worstFromStart(merged.length, (at) => mirrored(merged[last - at]), length),
  );
}

/** The most time stopped in a window that begins where a span does; the spans are in order and apart. */
function worstFromStart(count: number, spanAt: (index: number) => Span | undefined, length: number): number {
  let worst = 0;
  let whole = 0;
  let next = 0;
  for (let index = 0; index < count; index++) {
    const end = (spanAt(index)?.from ?? 0) + length;
    for (; next < count && (spanAt(next)?.to ?? 0) <= end; next++) whole += lengthOf(spanAt(next));
    const partial = spanAt(Math.max(next, index));
    worst = Math.max(worst, whole + (partial === undefined ? 0 : Math.max(0, end - partial.from)));
    if (next > index) whole -= lengthOf(spanAt(index));
    else next = index + 1;
  }
  return worst;
}

/** The span as it is with time running backwards. */
function mirrored(span: Span | undefined): Span | undefined {
  return span && { from: -span.to, to: -span.from };
}

function lengthOf(span: Span | undefined): number {
  return span === undefined ? 0 : span.to - span.from;
}

function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to) merged.push(span);
    else if (span.to > last.to) merged[merged.length - 1] = { from: last.from, to: span.to };
  }
  return merged;
}

import type { Progress } from '../model/progress.js';
import type { MaybeTerminal, Tally } from './bar.js';

/** A bar that is redrawn in its line, or a line every few seconds. */
export type ProgressStyle = 'bar' | 'lines' | 'none';

/** What decides whether progress is shown, besides what the user wants. */
export interface Scene {
  readonly isTTY: boolean;
  readonly env: { readonly CI?: string | undefined; readonly TERM?: string | undefined };
}

/** Work that is over sooner is not worth a bar. */
const DELAY_MS = 1000;

/** Chooses how progress is shown: by itself only where somebody looks on, and a bar only where one can be drawn. */
export function progressStyle(
  wanted: 'auto' | 'always' | 'never',
  quiet: boolean,
  { isTTY, env: { CI = '', TERM } }: Scene,
): ProgressStyle {
  if (quiet || wanted === 'never') return 'none';
  if (isTTY && TERM !== 'dumb' && (wanted === 'always' || ['', '0', 'false'].includes(CI))) return 'bar';
  return wanted === 'always' ? 'lines' : 'none';
}

/** Counts what is read and, once the work lasts over a second, shows it until the end. */
export class ProgressDisplay {
  readonly #counted: { -readonly [Key in keyof Tally]: Tally[Key] } = {
    bytes: 0,
    total: null,
    stops: 0,
    log: null,
  };
  readonly #timer: NodeJS.Timeout | null;
  #over = false;
  #erase: (() => void) | null = null;

  /** What to tell it. */
  readonly progress: Omit<Progress, 'signal'> = {
    bytes: (count) => {
      this.#counted.bytes += count;
    },
    log: (path) => {
      this.#counted.log = path;
    },
    stop: () => {
      this.#counted.stops++;
    },
  };

  /** Begins to wait; `measure` gives the bytes that there are to read, and is only asked when they are shown. */
  constructor(stream: MaybeTerminal, style: ProgressStyle, measure: () => Promise<number | null>) {
    this.#timer =
      style === 'none' ? null : setTimeout(() => void this.#show(stream, style, measure), DELAY_MS);
  }

  /** Takes away all that is shown, for good; may be called more than once. */
  end(): void {
    this.#over = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#erase?.();
    this.#erase = null;
  }

  async #show(
    stream: MaybeTerminal,
    style: 'bar' | 'lines',
    measure: () => Promise<number | null>,
  ): Promise<void> {
    const { drawBar } = await import('./bar.js');
    if (this.#over) return;
    this.#erase = drawBar(stream, style, this.#counted);
    this.#counted.total = await measure();
  }
}

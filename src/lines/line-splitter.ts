import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import split2 from 'split2';
import { MAX_LINE_BYTES } from '../model/line.js';

/** A line of a file without its end, cut where it is too long. It can keep a whole chunk alive, so what is kept of it must be detached. */
export interface TextLine {
  readonly text: string;
  /** The byte at which it begins. */
  readonly offset: number;
}

/** Splits the chunks of a file into lines as they come. */
export class LineSplitter {
  readonly #end: string;
  readonly #encoding: 'utf8' | 'latin1';
  readonly #maxBytes: number;
  readonly #splitter: ReturnType<typeof split2>;
  #lines: TextLine[] = [];
  /** Where lines begin that are not given yet, the first one first. */
  #begins: number[] = [0];
  #offset = 0;
  /** The length so far of a line that continues in the next chunk. */
  #length = 0;

  /**
   * `end` is one ASCII character. In Latin-1 each byte is one character: for a file of unknown encoding. Lines are cut at
   * `maxBytes`.
   */
  constructor(end = '\n', encoding: 'utf8' | 'latin1' = 'utf8', maxBytes = MAX_LINE_BYTES) {
    this.#end = end;
    this.#encoding = encoding;
    this.#maxBytes = maxBytes;
    this.#splitter = split2(end, { maxLength: maxBytes });
    this.#splitter.on('data', (text: string) => {
      this.#lines.push({ text, offset: this.#begins.shift() ?? 0 });
    });
  }

  /** Gives the lines that are whole once a chunk is in; some may be given later. */
  async push(chunk: Buffer): Promise<readonly TextLine[]> {
    const short = this.#withShortLines(chunk);
    const text = this.#encoding === 'utf8' ? short : short.toString(this.#encoding);
    if (!this.#splitter.write(text)) await once(this.#splitter, 'drain');
    return this.#take();
  }

  /** Gives the last lines; no chunk follows. */
  async rest(): Promise<readonly TextLine[]> {
    this.#splitter.end();
    await finished(this.#splitter);
    return this.#take();
  }

  #take(): readonly TextLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  /** Cuts long lines. split2 would drop a longer line as a whole (skipOverflow) or fail. */
  #withShortLines(chunk: Buffer): Buffer {
    const kept: Buffer[] = [];
    let keptFrom = 0;
    for (let from = 0; from < chunk.length; ) {
      const found = chunk.indexOf(this.#end, from);
      const to = found === -1 ? chunk.length : found;
      const limit = from + this.#maxBytes - this.#length;
      if (to > limit) {
        kept.push(chunk.subarray(keptFrom, limit));
        keptFrom = to;
      }
      this.#length = found === -1 ? this.#length + Math.min(to, limit) - from : 0;
      from = to + 1;
      if (found !== -1) this.#begins.push(this.#offset + from);
    }
    this.#offset += chunk.length;
    return Buffer.concat([...kept, chunk.subarray(keptFrom)]);
  }
}

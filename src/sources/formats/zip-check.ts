import { visible } from '../../model/text.js';
import { ReadError } from '../read-error.js';
import { isFolder, isSame, type ZipContent } from './zip-content.js';
import type { ListedFile } from './zip-header.js';

/** Compares what the directory of a zip lists with the files that were found by the headers before them. */
export class DirectoryCheck {
  /** Where the zip begins, and the files found there that the directory has not listed yet. */
  #start = 0;
  readonly #found = new Map<number, ZipContent>();
  /** How many files the directory lists where none was found. */
  #missing = 0;
  /** The first file of which the directory tells something else, and how many there are. */
  #changed: string | null = null;
  #changes = 0;

  /** A file whose header begins at a byte. */
  found(at: number, content: ZipContent): void {
    if (!isFolder(content)) this.#found.set(at, content);
  }

  /** A file in the directory. */
  listed({ content, offset }: ListedFile): void {
    const at = this.#start + offset;
    const file = this.#found.get(at);
    this.#found.delete(at);
    if (file === undefined) {
      if (!isFolder(content)) this.#missing++;
    } else if (!isSame(file, content)) {
      this.#changed ??= file.name;
      this.#changes++;
    }
  }

  /** The directory is over: says what does not agree, null where all does. Another zip may begin at byte `next`. */
  finish(next: number): ReadError | null {
    const parts = [
      [this.#found.size, `${this.#found.size} of the files found are not in it`],
      [this.#missing, `${this.#missing} of the files in it were not found`],
      [this.#changes, `it tells something else of ${this.#changes} (${visible(this.#changed ?? '')})`],
    ] as const;
    const wrong = parts.filter(([count]) => count > 0).map(([, text]) => text);
    this.#start = next;
    this.#found.clear();
    this.#missing = 0;
    this.#changed = null;
    this.#changes = 0;
    return wrong.length === 0 ? null : disagreement(wrong);
  }
}

function disagreement(parts: readonly string[]): ReadError {
  const message = `The directory of the zip does not agree with the headers before its files: ${parts.join(', ')}; part of the zip was lost or changed; get the file again.`;
  return new ReadError('corrupt', message);
}

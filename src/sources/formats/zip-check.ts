import { visible } from '../../model/text.js';
import { ReadError } from '../read-error.js';
import { isFolder, isSame, type ZipContent } from './zip-content.js';
import type { ListedFile } from './zip-header.js';

/** Compares the directory of a zip with the files found by their local headers. */
export class DirectoryCheck {
  /** The offset of the zip, and the files found in it that the directory has not listed yet. */
  #start = 0;
  readonly #found = new Map<number, ZipContent>();
  /** The count of listed files that were not found. */
  #missing = 0;
  /** The first file that the directory describes differently, and the count of them. */
  #changed: string | null = null;
  #changes = 0;

  /** Adds a file found at an offset. */
  found(at: number, content: ZipContent): void {
    if (!isFolder(content)) this.#found.set(at, content);
  }

  /** Adds a file that the directory lists. */
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

  /** Ends the directory, and returns what does not agree, or null. Another zip may begin at byte `next`. */
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

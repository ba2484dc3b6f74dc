import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { compareText } from '../model/order.js';

/** What is in a folder while it is read. Logs may be rotated meanwhile: then names are new, or stand for other files. */
export class FolderListing {
  readonly #path: string;
  readonly #listed = new Set<string>();
  /** The number of the file that each log was when it was read, by its path. */
  readonly #read = new Map<string, number>();

  constructor(path: string) {
    this.#path = path;
  }

  /** The entries that were not listed before, by name. Throws the system's error. */
  added(): readonly Dirent[] {
    const entries = readdirSync(this.#path, { withFileTypes: true });
    const added = entries.filter(({ name }) => !this.#listed.has(name));
    for (const { name } of added) this.#listed.add(name);
    return added.sort((a, b) => compareText(a.name, b.name));
  }

  /** Notes that a log is read as this file. */
  reads(path: string, { ino }: Stats): void {
    this.#read.set(path, ino);
  }

  /** The paths of logs that stand for another file now. It was not read under that name. */
  replaced(): readonly string[] {
    return [...this.#read].filter(([path, ino]) => isOther(path, ino)).map(([path]) => path);
  }
}

/** A log that is gone was read before. */
function isOther(path: string, ino: number): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  return now !== undefined && now.ino !== ino;
}

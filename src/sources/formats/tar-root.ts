import { posix } from 'node:path';

/** What the members of one archive have in common, so that they can be told from those of another one behind it. */
export class TarRoot {
  /** The name of the archive's first member. */
  #first: string | null = null;
  /** The folder at its top, empty where it has none. */
  #folder = '';

  /** Adds a member to the archive. */
  add(name: string): void {
    if (this.#folder === '' && (this.#first === null || pathOf(this.#first) === ''))
      this.#folder = folderOf(name);
    this.#first ??= name;
  }

  /** Says whether a member's name is one of this archive's. */
  holds(name: string): boolean {
    return this.#folder === '' || folderOf(name) === this.#folder;
  }

  /** Says whether a member's name can be that of an archive's first, behind the end of this one. */
  isFollowedBy(name: string): boolean {
    if (this.#first === null) return false;
    return !this.holds(name) || name === this.#first || pathOf(name) === this.#folder;
  }
}

/** Gives a member's path from the archive's top on, however it is written. */
export function pathOf(name: string): string {
  return posix.resolve('/', name).slice(1);
}

/** Gives the folder at the archive's top that a member stands in, or is. */
function folderOf(name: string): string {
  const path = pathOf(name);
  const end = path.indexOf('/');
  if (end !== -1) return path.slice(0, end);
  return name.endsWith('/') ? path : '';
}

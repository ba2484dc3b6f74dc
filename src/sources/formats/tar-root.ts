import { posix } from 'node:path';

/** The root of an archive, which tells its members from those of another archive behind it. */
export class TarRoot {
  /** The name of the archive's first member. */
  #first: string | null = null;
  /** Its root folder; empty if it has none. */
  #folder = '';

  /** Adds a member to the archive. */
  add(name: string): void {
    if (this.#folder === '' && (this.#first === null || pathOf(this.#first) === ''))
      this.#folder = folderOf(name);
    this.#first ??= name;
  }

  /** Whether a member of this name belongs to this archive. */
  holds(name: string): boolean {
    return this.#folder === '' || folderOf(name) === this.#folder;
  }

  /** Whether a member of this name can be the first of another archive behind this one. */
  isFollowedBy(name: string): boolean {
    if (this.#first === null) return false;
    return !this.holds(name) || name === this.#first || pathOf(name) === this.#folder;
  }
}

/** A member's path from the archive's root, normalised. */
export function pathOf(name: string): string {
  return posix.resolve('/', name).slice(1);
}

/** The root folder of a member. */
function folderOf(name: string): string {
  const path = pathOf(name);
  const end = path.indexOf('/');
  if (end !== -1) return path.slice(0, end);
  return name.endsWith('/') ? path : '';
}

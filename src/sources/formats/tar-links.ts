import { posix } from 'node:path';
import { VM_LOG_NAME } from '../../model/log.js';
import type { ReadError } from '../read-error.js';
import { lostLink } from './tar-errors.js';
import { pathOf } from './tar-root.js';

/** The most links to logs that are kept. */
const MOST_LINKS = 1000;

interface Link {
  readonly name: string;
  readonly target: string;
}

/** The links of an archive that are named like logs, and the logs that they may lead to. */
export class TarLinks {
  readonly #logs = new Set<string>();
  readonly #links: Link[] = [];

  addFile(name: string): void {
    if (isLogName(name)) this.#logs.add(pathOf(name));
  }

  /** The target of a symbolic link is relative to the link's folder, that of a hard link to the archive's root. */
  addLink(name: string, target: string, isSymbolic: boolean): void {
    if (!isLogName(name) || this.#links.length === MOST_LINKS) return;
    const from = isSymbolic ? posix.dirname(pathOf(name)) : '';
    this.#links.push({ name, target: posix.resolve('/', from, target) });
  }

  /** Reports links to logs that are not in the archive. */
  lost(): readonly ReadError[] {
    return this.#links
      .filter(({ target }) => !this.#logs.has(pathOf(target)))
      .map(({ name, target }) => lostLink(name, target));
  }
}

/** Whether a member is named like a VM's log. */
export function isLogName(name: string): boolean {
  return VM_LOG_NAME.test(name.slice(name.lastIndexOf('/') + 1));
}

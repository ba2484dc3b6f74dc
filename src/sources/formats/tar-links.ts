import { posix } from 'node:path';
import { VM_LOG_NAME } from '../../model/log.js';
import type { ReadError } from '../read-error.js';
import { lostLink } from './tar-errors.js';
import { pathOf } from './tar-root.js';

/** So many links to logs are remembered. */
const MOST_LINKS = 1000;

interface Link {
  readonly name: string;
  readonly target: string;
}

/** The links of an archive that are called like logs, and the logs that they may lead to. */
export class TarLinks {
  readonly #logs = new Set<string>();
  readonly #links: Link[] = [];

  addFile(name: string): void {
    if (isLogName(name)) this.#logs.add(pathOf(name));
  }

  /** A symbolic link names its target from where it stands, any other from the archive's top. */
  addLink(name: string, target: string, isSymbolic: boolean): void {
    if (!isLogName(name) || this.#links.length === MOST_LINKS) return;
    const from = isSymbolic ? posix.dirname(pathOf(name)) : '';
    this.#links.push({ name, target: posix.resolve('/', from, target) });
  }

  /** Gives the links to logs that are not there. */
  lost(): readonly ReadError[] {
    return this.#links
      .filter(({ target }) => !this.#logs.has(pathOf(target)))
      .map(({ name, target }) => lostLink(name, target));
  }
}

/** Says whether a member is called like a VM's log. */
export function isLogName(name: string): boolean {
  return VM_LOG_NAME.test(name.slice(name.lastIndexOf('/') + 1));
}

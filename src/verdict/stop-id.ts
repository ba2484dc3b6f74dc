import { hash } from 'node:crypto';
import { detached } from '../model/detached.js';

/** What tells a stop from all others of its VM, wherever it is read. */
interface Identity {
  /** The microsecond of its end since 1970, null where that is unknown. */
  readonly endedAt: number | null;
  readonly stoppedUs: number | null;
  readonly stunnedUs: number | null;
  /** These two count only where the end is unknown: they are not the same in every copy of a log. */
  readonly offset: number;
  readonly line: string;
}

const DIGITS = 16;

/**
 * Gives the id of a VM's stop: the same from whichever log, bundle or order it was read, and by whatever timeout and filter it was
 * judged.
 */
export function stopIdOf(vm: string, { endedAt, stoppedUs, stunnedUs, offset, line }: Identity): string {
  const when = endedAt ?? `${offset} ${line}`;
  // The name comes last, since it may hold any letter.
  const text = `${when}\n${stoppedUs ?? ''}\n${stunnedUs ?? ''}\n${vm}`;
  return detached(hash('sha256', text).slice(0, DIGITS));
}

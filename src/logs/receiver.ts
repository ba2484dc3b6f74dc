import type { Fact } from '../model/fact.js';
import type { LogPlace } from '../model/log.js';
import type { Limits } from '../model/settings.js';
import type { Watcher } from '../model/watcher.js';
import type { Work } from '../model/work.js';
import type { Trouble } from '../sources/found.js';
import type { OpenLog } from './open-log.js';

/** Takes what is found, wherever it was read. */
export interface Receiver {
  /** A log begins. */
  open(place: LogPlace): OpenLog;
  /** All lines of a log are in. */
  close(place: LogPlace, log: OpenLog): void;
  /** Something cannot be read, or only in part. */
  note(trouble: Trouble): void;
  /** A file beside the logs tells something. */
  learn(facts: readonly Fact[]): void;
  /** So much work was done. */
  count(work: Work): void;
}

/** What goes for all that is gathered. */
export interface Conditions {
  readonly limits: Limits;
  readonly watcher: Watcher;
}

import { US_PER_SECOND } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import { type EntryOf, isOf } from './kinds.js';
import type { OpenSnapshotTask } from './snapshot-tasks.js';

/** The guest is asked right after the request: 0.1 s in the log of flynn/flynn issue 3952. */
const ASKING_REACH_US = 60 * US_PER_SECOND;

/** The host waits 15 minutes for the guest unless the request says otherwise; 5 more are margin. */
const USUAL_WAIT_US = 1200 * US_PER_SECOND;

/** A request can have the host wait 240 minutes for the guest; 10 more are margin (vSphere API, VirtualMachineGuestQuiesceSpec). */
const LONGEST_WAIT_US = 250 * 60 * US_PER_SECOND;

/** Signs of one failure come within this time: a state, the host's message, an answer to its client. */
const ONE_FAILURE_US = 60 * US_PER_SECOND;

/** An entry that says something of how the guest was quiesced. */
export type QuiesceEntry = EntryOf<'quiesce-state'> | EntryOf<'quiesce-failed'> | EntryOf<'quiesce-detail'>;

/** Says whether an entry says something of how the guest was quiesced. */
export function isOfQuiescing(entry: Entry): entry is QuiesceEntry {
  return isOf(entry, 'quiesce-state') || isOf(entry, 'quiesce-failed') || isOf(entry, 'quiesce-detail');
}

/** Finds which request for a snapshot failed because the guest could not be quiesced. */
export class Quiescing {
  /** The requests for which the guest may be waited for, the newest last. */
  readonly #waiting: OpenSnapshotTask[] = [];
  /** The guest was asked, and for which request; null where it was not since the last failure. */
  #asked: { readonly entry: Entry; readonly by: OpenSnapshotTask | null } | null = null;
  /** The signs of the failure that was seen last, since the last request. */
  #signs: Entry[] | null = null;

  /** Takes a request in. */
  request(task: OpenSnapshotTask): void {
    if (task.start?.message.quiesced === false) return;
    this.#signs = null;
    this.#asked = null;
    this.#waiting.push(task);
  }

  /** Takes the next entry in, and gives the snapshot task of which only this failure is known; null if there is none. */
  take(entry: QuiesceEntry): OpenSnapshotTask | null {
    if (isOf(entry, 'quiesce-detail')) this.#signs?.push(entry);
    else if (isOf(entry, 'quiesce-failed') || entry.message.failed) return this.#fail(entry);
    else this.#ask(entry);
    return null;
  }

  #ask(entry: Entry): void {
    const newest = this.#newest();
    const by = newest !== null && isWithin(ASKING_REACH_US, newest.start, entry) ? newest : null;
    if (by !== null) by.asked = entry;
    this.#asked = { entry, by };
    this.#signs = null;
  }

  #fail(sign: Entry): OpenSnapshotTask | null {
    const last = this.#signs?.at(-1);
    if (last !== undefined && isWithin(ONE_FAILURE_US, last, sign)) {
      this.#signs?.push(sign);
      return null;
    }
    const signs: [Entry, ...Entry[]] = [sign];
    const asked = this.#asked;
    this.#signs = signs;
    this.#asked = null;
    const known = asked === null ? this.#newest() : asked.by;
    const reach = asked === null ? USUAL_WAIT_US : LONGEST_WAIT_US;
    if (known !== null && isWaiting(known) && isWithin(reach, known.start, sign)) {
      known.failure = signs;
      return null;
    }
    // What the guest was asked for is over where it was for a request that has ended.
    const isOpen = asked !== null && asked.by === null && isWithin(LONGEST_WAIT_US, asked.entry, sign);
    return { start: null, work: null, end: null, asked: isOpen ? asked.entry : null, failure: signs };
  }

  #newest(): OpenSnapshotTask | null {
    for (let newest = this.#waiting.at(-1); newest !== undefined; newest = this.#waiting.at(-1)) {
      if (isWaiting(newest)) return newest;
      this.#waiting.pop();
    }
    return null;
  }
}

/** Once the VM is stopped for the snapshot, the guest is waited for no longer. */
function isWaiting({ work, end, failure }: OpenSnapshotTask): boolean {
  return work === null && end === null && failure === null;
}

function isWithin(reach: number, from: Entry | null, to: Entry): boolean {
  return from !== null && (to.at ?? 0) - (from.at ?? 0) <= reach;
}

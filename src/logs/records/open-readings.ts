/** What all lines of one reading have in common. */
interface OfReading {
  readonly log: string;
  readonly reading: string;
}

/** A reading whose lines are not all there yet. */
interface OpenReading<Head, Entry> {
  head: Head | null;
  /** By their places. They may come in any order. */
  readonly entries: (Entry | undefined)[];
  count: number;
}

/** A reading with what is there of it. */
export interface GatheredReading<Head, Entry> {
  /** Null where the line that tells of the log is missing. */
  readonly head: Head | null;
  readonly log: string;
  readonly entries: readonly Entry[];
}

/**
 * Puts readings together from their lines, in whichever order these come, and holds only those that are not whole yet. A
 * reading that comes again is dropped.
 */
export class OpenReadings<Head extends OfReading & { readonly messages: number }, Entry> {
  readonly #open = new Map<string, OpenReading<Head, Entry>>();
  readonly #done = new Set<string>();

  /** Takes the line of a log. Gives the reading if it is whole now, else null. */
  addHead(head: Head): GatheredReading<Head, Entry> | null {
    const open = this.#of(head);
    if (open === null) return null;
    open.head = head;
    return this.#taken(head, open);
  }

  /** Takes a message with its place. Gives the reading if it is whole now, else null. */
  addEntry(line: OfReading & { readonly index: number }, entry: Entry): GatheredReading<Head, Entry> | null {
    const open = this.#of(line);
    if (open === null || open.entries[line.index] !== undefined) return null;
    open.entries[line.index] = entry;
    open.count++;
    return this.#taken(line, open);
  }

  /** Gives what never became whole. */
  *rest(): Generator<GatheredReading<Head, Entry>> {
    for (const [key, open] of this.#open) yield gathered(logOf(key), open);
  }

  #of(line: OfReading): OpenReading<Head, Entry> | null {
    const key = keyOf(line);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    if (this.#done.has(key)) return null;
    const open = { head: null, entries: [], count: 0 };
    this.#open.set(key, open);
    return open;
  }

  #taken(line: OfReading, open: OpenReading<Head, Entry>): GatheredReading<Head, Entry> | null {
    if (open.head?.messages !== open.count) return null;
    const key = keyOf(line);
    this.#open.delete(key);
    this.#done.add(key);
    return gathered(line.log, open);
  }
}

function gathered<Head, Entry>(
  log: string,
  { head, entries }: OpenReading<Head, Entry>,
): GatheredReading<Head, Entry> {
  return { head, log, entries: entries.filter((entry) => entry !== undefined) };
}

/** A hash has no space in it. */
function keyOf({ log, reading }: OfReading): string {
  return `${reading} ${log}`;
}

function logOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

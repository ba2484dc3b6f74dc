import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestReading } from '../model/guest.js';
import { compareText } from '../model/order.js';

/** Guest logs of which each is read once, and which were copies. */
export interface Originals {
  readonly readings: readonly GuestReading[];
  readonly copies: readonly Diagnostic[];
}

/** Leaves out whole copies of guest logs, wherever they are; of equals the first by its path is kept. */
export function withoutCopies(all: readonly GuestReading[]): Originals {
  const originals = new Map<string, GuestReading>();
  const readings: GuestReading[] = [];
  const copies: Diagnostic[] = [];
  for (const reading of [...all].sort((a, b) => compareText(a.place.path, b.place.path))) {
    const { place, entries, known, foreign } = reading;
    // A log without a time may be that of another guest.
    const isTimed = entries.some(({ stamp }) => stamp !== null);
    const key = JSON.stringify([known, foreign, entries.map(({ text, offset }) => [text, offset])]);
    const original = isTimed ? originals.get(key) : undefined;
    if (original !== undefined) copies.push(sameLog(place.path, original.place.path));
    else {
      originals.set(key, reading);
      readings.push(reading);
    }
  }
  return { readings, copies };
}

function sameLog(path: string, original: string): Diagnostic {
  return diagnostic('same-log', path, `It holds the same lines as ${original} and counts once.`);
}

import fc from 'fast-check';
import { type Family, headerLine, line, logText, stunnedLine, unstunLine } from '../support/log-lines.js';

/** Families whose stamps are whole and whose products record stops. */
const RECORDING: readonly Family[] = ['plain', 'I120', 'I125', 'esx8', 'structured'];

/** One stop as the host wrote it. */
interface WrittenStop {
  readonly endedAt: Date;
  readonly stoppedUs: number;
  /** How much longer the CPT line says it was; null where there is none. */
  readonly moreUs: number | null;
}

/** A log and what truly stands in it. */
export interface WrittenLog {
  readonly family: Family;
  readonly lines: readonly string[];
  readonly text: string;
  readonly stops: readonly WrittenStop[];
}

const START = Date.UTC(2024, 2, 7, 20);
const anyFamily = fc.constantFrom(...RECORDING);

const anySpace = fc.record({
  gapMs: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 3_000, max: 4_000_000 })),
  stoppedUs: fc.oneof(fc.integer({ min: 1000, max: 900_000 }), fc.integer({ min: 1000, max: 12_000_000 })),
  moreUs: fc.option(fc.integer({ min: 0, max: 900_000 })),
  noise: fc.array(
    fc.constantFrom(
      'noise',
      'Guest: hello | there',
      'DISK: OPEN scsi0:0',
      'Guest: Checkpoint_Unstun: vm stopped for 9 us',
    ),
    { maxLength: 3 },
  ),
});

/** Any log of a product that records stops, with stops that do not overlap, and noise between them. */
export const anyLog: fc.Arbitrary<WrittenLog> = fc
  .tuple(anyFamily, fc.array(anySpace, { maxLength: 8 }), fc.boolean())
  .map(([family, spaces, returns]) => {
    const lines = [headerLine(family, new Date(START))];
    const stops: WrittenStop[] = [];
    let now = START + 1000;
    for (const { gapMs, stoppedUs, moreUs, noise } of spaces) {
      now += gapMs;
      for (const message of noise) lines.push(line(family, { at: new Date(now), message }));
      now += Math.ceil(stoppedUs / 1000) + 2;
      stops.push({ endedAt: new Date(now), stoppedUs, moreUs });
      lines.push(unstunLine(family, stoppedUs, { at: new Date(now) }));
      if (moreUs === null) continue;
      now += Math.floor(moreUs / 1000);
      lines.push(stunnedLine(family, stoppedUs + moreUs, { at: new Date(now) }));
    }
    return { family, lines, stops, text: logText(lines, returns ? '\r\n' : '\n') };
  });

/** Gives the durations that a report on a log must hold, shortest first. */
export function trueDurations({ stops }: Pick<WrittenLog, 'stops'>): number[] {
  return stops.map(({ stoppedUs, moreUs }) => stoppedUs + (moreUs ?? 0)).sort((a, b) => a - b);
}

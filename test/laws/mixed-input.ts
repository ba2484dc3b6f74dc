import fc from 'fast-check';
import type { Report } from '../../src/model/report.js';
import { FAMILIES, line, stunnedLine, unstunLine } from '../support/log-lines.js';
import { tarOf } from './archives.js';
import { reportOn } from './one-log.js';

const START = Date.UTC(2024, 2, 7);
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'ab\u001b\u0007\t\u009b\u202e\u2028\u061c\u00ad\u007f\'"|,'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 8,
});
const anyUs = fc.oneof(
  fc.integer({ min: 0, max: 20_000_000 }),
  fc.constant(-3_000_000),
  fc.bigInt({ min: 0n, max: 2n ** 54n }),
);

const anyLine = fc
  .tuple(
    fc.constantFrom(...FAMILIES),
    fc.nat(90_000).map((s) => ({ at: new Date(START + s * 137) })),
    anyUs,
    anyText,
    fc.nat(9),
  )
  .map(([family, when, us, text, kind]) => {
    if (kind < 3) return unstunLine(family, us, when);
    if (kind === 3) return stunnedLine(family, us, when);
    if (kind === 4)
      return line(family, {
        ...when,
        message: `SnapshotVMX_TakeSnapshot start: '${text}', deviceState=1, quiesced=1`,
      });
    if (kind === 5)
      return line(family, { ...when, message: 'SnapshotVMXTakeSnapshotWork: Transition to mode 0.' });
    if (kind === 6)
      return line(family, {
        ...when,
        message: `SnapshotVMXTakeSnapshotComplete: Done with snapshot '${text}': 1`,
      });
    if (kind === 7) return line(family, { ...when, message: `ConfigDB: Setting displayName = "${text}"` });
    return kind === 8 ? text : `Checkpoint_Unstun: vm stopped for ${us} us`;
  });

/** Any files of any lines, most of them about stops, none of them in order. */
export const anyFiles = fc.array(
  fc.tuple(
    fc.constantFrom(
      'a/vmware.log',
      'a/vmware-1.log',
      'b\u001b\u202e\u200b\ufeff\u{e0041}/vmware.log',
      'vmware.log',
      'c.txt',
      'd/vmware.log.gz',
    ),
    fc.array(anyLine, { maxLength: 12 }),
  ),
  { maxLength: 4 },
);
export const anyOptions = fc.record({
  sort: fc.constantFrom('duration', 'time', 'vm'),
  qos: fc.constantFrom('8s', '100ms'),
  allowPartial: fc.boolean(),
});

/** Gives the report on an archive of the files. */
export async function makeReport(
  files: readonly (readonly [string, readonly string[]])[],
  options: object,
): Promise<Report> {
  return reportOn(await tarOf(files.map(([name, lines]) => [name, lines.join('\n')])), { options });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyFiles, anyOptions, makeReport } from './mixed-input.js';
import { runs } from './runs.js';

type Key = readonly (string | number)[];

/** Compares keys part by part; an unknown time is after every time. */
function compare(a: Key, b: Key): number {
  for (const [i, part] of a.entries()) {
    const other = b[i] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

function assertOrdered<T>(list: readonly T[], keyOf: (one: T) => Key): void {
  for (const [i, one] of list.slice(1).entries()) {
    const before = list[i];
    assert.ok(before !== undefined && compare(keyOf(before), keyOf(one)) < 0, `${keyOf(one)} at ${i + 1}`);
  }
}

const time = (at: string | null) => at ?? '~';

test('stops, events and VMs are in the order of the sort key, no two of them alike', async () => {
  await fc.assert(
    fc.asyncProperty(anyFiles, anyOptions, async (files, options) => {
      const { stops, events, vms, diagnostics } = await makeReport(files, options);
      const place = ({ log, offset, line }: (typeof stops)[number]) => [log, offset, line];
      assertOrdered(stops, (stop) => {
        const { vm, vmPath, durationUs, endedAt } = stop;
        if (options.sort === 'time') return [time(endedAt), vm, vmPath, -durationUs, ...place(stop)];
        if (options.sort === 'vm') return [vm, vmPath, time(endedAt), -durationUs, ...place(stop)];
        return [-durationUs, time(endedAt), vm, vmPath, ...place(stop)];
      });
      assertOrdered(events, ({ id, vm, vmPath, longestUs, startedAt }) => {
        if (options.sort === 'time') return [time(startedAt), id];
        return options.sort === 'vm' ? [vm, vmPath, time(startedAt), id] : [-longestUs, time(startedAt), id];
      });
      assertOrdered(vms, ({ vm, vmPath, longestUs, firstAt }) => {
        if (options.sort === 'time') return [time(firstAt), vm, vmPath];
        return options.sort === 'vm' ? [vm, vmPath] : [-(longestUs ?? -1), vm, vmPath];
      });
      assertOrdered(
        events.toSorted((a, b) => a.id - b.id),
        ({ id, startedAt }) => [time(startedAt), id],
      );
      const rank = ['error', 'warning', 'info'];
      const keys = diagnostics.map(({ severity, path, kind, message }) => [
        rank.indexOf(severity),
        path,
        kind,
        message,
      ]);
      assert.deepEqual(keys, keys.toSorted(compare));
    }),
    runs(150),
  );
});

import type { LogRecord } from './log-record.js';

/** Makes a counter of the stops of one log, which calls `found` once for each, be one line of it there or two. */
export function stopCounter(found: () => void): (record: LogRecord) => void {
  const lines = { unstun: 0, stunned: 0 };
  let stops = 0;
  return (record) => {
    if (record.kind !== 'message') return;
    const { kind } = record.message;
    if (kind !== 'unstun' && kind !== 'stunned') return;
    lines[kind]++;
    if (lines[kind] <= stops) return;
    stops++;
    found();
  };
}

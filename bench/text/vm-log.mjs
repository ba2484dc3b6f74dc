import { createCast } from './cast.mjs';
import { createClock } from './clock.mjs';
import { writeFiller } from './filler.mjs';
import { formOf } from './forms.mjs';
import { writeHeader } from './header.mjs';
import { createRandom } from './random.mjs';
import { openSink } from './sink.mjs';
import { writeStops } from './stops.mjs';

const LINES_PER_STOP = 500;
const FIRST_LINE = Date.UTC(2025, 11, 20, 6, 0, 0);

/** Returns a VM of the corpus, whose logs are then written one after the other, oldest first. */
export function createVm({ index, name, path, seed, form = formOf(index) }) {
  const random = createRandom(seed);
  const clock = createClock(FIRST_LINE + random.int(0, 3600000));
  return {
    vm: { name, path, location: uuidBytes(random), bios: uuidBytes(random) },
    form,
    random,
    clock,
    cast: createCast(random),
    state: { snapshot: null, uid: 0 },
  };
}

/** Writes one log of about so many bytes and returns what it holds: bytes, lines, stops and their sum. */
export function writeVmLog(source, path, bytes, linesPerStop = LINES_PER_STOP) {
  const sink = openSink(path);
  const counts = { bytes: 0, lines: 0, stops: 0, stunnedLines: 0, forged: 0, totalUs: 0 };
  const log = { ...source, counts, ...levels(source, sink, counts) };
  writeHeader(log);
  while (sink.bytes < bytes) {
    writeFiller(log);
    if (counts.lines / linesPerStop >= counts.stops + 1) writeStops(log);
  }
  sink.close();
  counts.bytes = sink.bytes;
  return counts;
}

function levels({ form, clock }, sink, counts) {
  const at =
    (level) =>
    (thread, message, opId = '-') => {
      sink.write(form.line(clock.stamp(), level, thread, opId, message));
      counts.lines += 1;
    };
  return { info: at('info'), warning: at('warning'), audit: at('audit') };
}

function uuidBytes(random) {
  const bytes = (count) => Array.from({ length: count }, () => random.hex(2)).join(' ');
  return `${bytes(8)}-${bytes(8)}`;
}

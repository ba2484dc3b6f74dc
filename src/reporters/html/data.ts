import { Deflate } from 'pako';
import type { Report } from '../../model/report.js';
import { json } from '../json.js';
import type { RenderOptions } from '../reporter.js';

/** What the script in the page finds the data by. */
export const DATA_ID = 'report';

/** A whole number of base64 groups, so that pieces joined are the base64 of the whole. */
const LINE_BYTES = 3 * 1024;

/** No option changes what JSON holds. */
const OPTIONS: RenderOptions = {
  rows: 'stops',
  top: 0,
  zone: 'UTC',
  width: null,
  color: false,
  explain: false,
  summary: false,
};

/** Gives a report as lines of base64, of its JSON in gzip: the same bytes on every version of Node.js, which zlib's are not. */
export function* embedded(report: Report): Generator<string> {
  let rest = Buffer.alloc(0);
  for (const bytes of compressed(json.render(withoutIds(report), OPTIONS))) {
    rest = Buffer.concat([rest, bytes]);
    let at = 0;
    for (; rest.length - at >= LINE_BYTES; at += LINE_BYTES) yield line(rest.subarray(at, at + LINE_BYTES));
    rest = rest.subarray(at);
  }
  if (rest.length > 0) yield line(rest);
}

/** The page shows no ids of stops, and as good as random they would make it a fifth larger. */
function withoutIds(report: Report): Report {
  return { ...report, stops: report.stops.map((stop) => ({ ...stop, id: '' })) };
}

function* compressed(pieces: Iterable<string>): Generator<Uint8Array> {
  const found: Uint8Array[] = [];
  const gzip = new Deflate({ gzip: true });
  gzip.onData = (chunk) => {
    found.push(chunk);
  };
  for (const piece of pieces) {
    gzip.push(piece, false);
    yield* found.splice(0);
  }
  gzip.push('', true);
  yield* found;
}

function line(bytes: Buffer): string {
  return `${bytes.toString('base64')}\n`;
}

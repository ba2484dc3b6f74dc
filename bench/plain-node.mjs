// What a few lines of Node do with the same input: read all of it, inflate what is packed, and print the lines that hold
// the word. It is the one rival that is there wherever this program is.
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

const WORD = 'Unstun';
const NEWLINE = 10;
const PIECE = { highWaterMark: 1 << 20 };

for (const path of process.argv.slice(2).flatMap(filesOf)) await printLines(path);

function filesOf(path) {
  if (statSync(path).isFile()) return [path];
  const found = readdirSync(path, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function printLines(path) {
  const file = createReadStream(path, PIECE);
  let rest = Buffer.alloc(0);
  for await (const piece of path.endsWith('.tgz') ? file.pipe(createGunzip()) : file) {
    const text = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const end = text.lastIndexOf(NEWLINE) + 1;
    printFrom(text.subarray(0, end));
    rest = text.subarray(end);
  }
  printFrom(rest);
}

function printFrom(text) {
  for (let at = text.indexOf(WORD); at !== -1; at = text.indexOf(WORD, at)) {
    const end = text.indexOf(NEWLINE, at) + 1 || text.length;
    process.stdout.write(text.subarray(text.lastIndexOf(NEWLINE, at) + 1, end));
    at = end;
  }
}

import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const MTIME = 1768226160;
const BLOCK = 512;

/** Packs these members of a folder, in this order, and returns the size of the tar inside. */
export async function packTgz(folder, members, target) {
  let tarBytes = 0;
  const count = new Transform({
    transform(chunk, _encoding, done) {
      tarBytes += chunk.length;
      done(null, chunk);
    },
  });
  const compress = has('gzip') ? throughGzip : throughZlib;
  await compress(tarStream(folder, members).pipe(count), createWriteStream(target));
  return tarBytes;
}

async function throughGzip(source, target) {
  const gzip = spawn('gzip', ['-6', '-n'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await Promise.all([pipeline(source, gzip.stdin), pipeline(gzip.stdout, target)]);
}

const throughZlib = (source, target) => pipeline(source, createGzip({ level: 6 }), target);

// GNU tar makes the archive where it is installed: an archive by another hand is the fairer test.
function tarStream(folder, members) {
  const version = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return version.includes('GNU tar') ? gnuTar(folder, members) : Readable.from(plainTar(folder, members));
}

function gnuTar(folder, members) {
  const fixed = [
    '--format=gnu',
    `--mtime=@${MTIME}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mode=0644',
  ];
  const args = [...fixed, '-C', folder, '-cf', '-', '--no-recursion', '--verbatim-files-from', '-T', '-'];
  const tar = spawn('tar', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  tar.stdin.end(`${members.join('\n')}\n`);
  tar.on('close', (code) => {
    if (code !== 0) tar.stdout.destroy(new Error(`tar ended with code ${code}`));
  });
  return tar.stdout;
}

async function* plainTar(folder, members) {
  for (const member of members) {
    const path = join(folder, member);
    const { size } = statSync(path);
    yield headerOf(member, size);
    yield* createReadStream(path, { highWaterMark: 1 << 20 });
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function headerOf(member, size) {
  const header = Buffer.alloc(BLOCK);
  // ustar splits a long name at a slash into a prefix of 155 and a name of 100 bytes.
  const cut = member.length <= 100 ? -1 : member.indexOf('/', member.length - 101);
  header.write(member.slice(cut + 1), 0, 100);
  if (cut > 0) header.write(member.slice(0, cut), 345, 155);
  for (const [offset, digits, value] of [
    [100, 7, 0o644],
    [108, 7, 0],
    [116, 7, 0],
    [124, 11, size],
    [136, 11, MTIME],
  ]) {
    header.write(value.toString(8).padStart(digits, '0'), offset);
  }
  header.write('        0', 148);
  header.write('ustar\u000000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return header;
}

const has = (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;

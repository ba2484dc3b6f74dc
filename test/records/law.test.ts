import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { tgzOf } from '../laws/archives.js';
import { anyFiles, anyOptions } from '../laws/mixed-input.js';
import { runs } from '../laws/runs.js';
import { FIXTURES } from '../support/command.js';
import { plant } from '../support/temp.js';
import { linesIn, recordsOf, reportOn } from './recorded.js';

/** Calls something with a folder that is gone afterwards. */
async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'stuntime-records-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How the shards of an input are made of it. */
interface Cut {
  /** For each shard the inputs in it, by numbers that are taken modulo how many there are. */
  readonly shards: readonly (readonly number[])[];
  readonly zipped: boolean;
  readonly order: 'written' | 'reversed' | 'sorted' | 'mixed';
}

const anyCut: fc.Arbitrary<Cut> = fc.record({
  shards: fc.array(fc.array(fc.nat(40), { maxLength: 5 }), { maxLength: 4 }),
  zipped: fc.boolean(),
  order: fc.constantFrom('written', 'reversed', 'sorted', 'mixed'),
});

/** Makes shards of inputs, each input in one at least. */
function shardsOf(inputs: readonly string[], { shards }: Cut): readonly (readonly string[])[] {
  const chosen = shards.map((numbers) =>
    numbers.map((number) => inputs[number % inputs.length]).filter((input) => input !== undefined),
  );
  const rest = inputs.filter((input) => !chosen.flat().includes(input));
  return [...chosen, rest].filter((shard) => shard.length > 0);
}

function inOrder(lines: readonly string[], order: Cut['order']): readonly string[] {
  if (order === 'reversed') return lines.toReversed();
  if (order === 'sorted') return lines.toSorted();
  // Every other line of the second half comes between those of the first.
  const half = Math.ceil(lines.length / 2);
  return order === 'written'
    ? lines
    : lines.slice(0, half).flatMap((line, index) => [line, ...lines.slice(half + index, half + index + 1)]);
}

/** Writes each shard's records into a folder, or those of all into one file whose lines were sorted or mixed. */
async function written(folder: string, inputs: readonly string[], cut: Cut): Promise<readonly string[]> {
  const records = await Promise.all(shardsOf(inputs, cut).map(recordsOf));
  const texts =
    cut.order === 'written' || cut.order === 'reversed'
      ? records
      : [inOrder(records.flatMap(linesIn), cut.order).join('\n')];
  return texts.map((text, index) => {
    const path = join(folder, `${index}.part`);
    const bytes = Buffer.from(
      cut.order === 'reversed' ? inOrder(linesIn(text), 'reversed').join('\n') : text,
    );
    writeFileSync(path, cut.zipped ? gzipSync(bytes) : bytes);
    return path;
  });
}

/** Checks that judging the records of any shards gives the report on the input itself. */
async function checkLaw(inputs: readonly string[], cut: Cut, options: object): Promise<void> {
  await inFolder(async (folder) => {
    const parts = await written(folder, inputs, cut);
    const expected = await reportOn(inputs, options);
    assert.deepEqual(await reportOn(parts, options), expected);
    assert.equal(JSON.stringify(await reportOn([folder], options)), JSON.stringify(expected));
    // Records and logs beside each other count once.
    assert.equal(JSON.stringify(await reportOn([...inputs, ...parts], options)), JSON.stringify(expected));
  });
}

const FOLDERS = ['', 'logs', 'bundles', 'guest', 'mirror'];

async function fixtures(): Promise<readonly string[]> {
  const names = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(FIXTURES, folder))).map((name) => join(FIXTURES, folder, name)),
    ),
  );
  return names
    .flat()
    .filter((path) => !FOLDERS.some((folder) => folder !== '' && path === join(FIXTURES, folder)));
}

test('the records of each fixture give the report that the fixture gives', async () => {
  for (const path of await fixtures())
    await checkLaw([path], { shards: [[0], [0]], zipped: false, order: 'written' }, {});
});

test('the records of any shards of the fixtures give one report, in whichever order they come', async () => {
  const paths = await fixtures();
  await fc.assert(
    fc.asyncProperty(
      fc.subarray([...paths], { minLength: 1, maxLength: 12 }),
      anyCut,
      anyOptions,
      (inputs, cut, options) => checkLaw(inputs, cut, options),
    ),
    runs(60),
  );
});

test('the records of any shards of any files, folders and archives give one report', async () => {
  await fc.assert(
    fc.asyncProperty(anyFiles, anyFiles, anyCut, anyOptions, async (loose, packed, cut, options) => {
      await inFolder(async (folder) => {
        const text = (lines: readonly string[]) => lines.join('\n');
        await plant(folder, {
          ...Object.fromEntries(loose.map(([name, lines]) => [`loose/${name}`, text(lines)])),
          'bundle.tgz': await tgzOf(packed.map(([name, lines]) => [name, text(lines)])),
        });
        const inputs = [
          join(folder, 'bundle.tgz'),
          ...new Set(loose.map(([name]) => join(folder, 'loose', name.split('/')[0] ?? ''))),
          ...new Set(loose.map(([name]) => join(folder, 'loose', name))),
        ];
        await checkLaw(inputs, cut, options);
      });
    }),
    runs(100),
  );
});

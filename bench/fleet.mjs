// Judges many records as docs/fleet/records.md says: read in shards, sorted by VM, judged in groups of VMs.
import { spawn } from 'node:child_process';
import { createReadStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formOf } from './text/forms.mjs';
import { seedOf } from './text/random.mjs';
import { createVm, writeVmLog } from './text/vm-log.mjs';

const HELP = `Usage: node bench/fleet.mjs [options]

  --records N    about so many records (default 10000000; they need 1.7 KB of disk each)
  --block SIZE   size of a group of VMs that is judged at a time (default 200M)
  --jobs N       so many runs at a time (default: one for each processor)
  --dir DIR      where to work (default: bench/corpus/fleet)
  --keep         leave what was written
`;

const SEED = 20260301;
const LOGS = ['vmware-1.log', 'vmware-2.log', 'vmware-3.log', 'vmware.log'];
const BYTES_PER_LOG = 160e3;
// Nearly every line tells something: real logs hold a hundred times as much text for each record.
const LINES_PER_STOP = 5;
const RECORDS_PER_VM = 2_000;
const VMS_PER_SHARD = 50;
const FORM = formOf(9);
const VOLUME = 'vmfs/volumes/65a1c0de-7b3f19a2-44c1-0025b5d0e0a1';
const CLI = fileURLToPath(new URL('../bin/stuntime.cjs', import.meta.url));

// As the documentation says. Exit code 2 of a group says that it has the lines that are not of one VM.
const STEPS = [
  {
    name: 'read',
    script: 'ls logs | xargs -P "$JOBS" -I{} "$NODE" "$CLI" -f records --quiet -o records/{}.records logs/{}',
  },
  { name: 'sort', script: 'sort -S 1G --parallel="$JOBS" -T . -o sorted.records records/*.records' },
  {
    name: 'judge',
    script:
      'parallel -j "$JOBS" --pipe --block "$BLOCK" --colsep , --group-by 1 "$NODE" "$CLI" -f ndjson --quiet --fail-on never - ' +
      '< sorted.records > judged.ndjson || [ $? -le 101 ]',
  },
];

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000000' },
    block: { type: 'string', default: '200M' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    dir: { type: 'string', default: fileURLToPath(new URL('corpus/fleet', import.meta.url)) },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await bench(resolve(values.dir), Math.ceil(Number(values.records) / RECORDS_PER_VM));

async function bench(dir, vms) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, 'records'), { recursive: true });
  say(`writing the logs of ${vms} VMs in ${dir}`);
  const written = writeLogs(dir, vms);
  const steps = [];
  for (const { name, script } of STEPS) steps.push({ name, ...(await run(script, dir, name)) });
  const found = await judgedIn(join(dir, 'judged.ndjson'));
  const records = await linesIn(join(dir, 'sorted.records'));
  process.stdout.write(tableOf({ vms, written, records, found, steps }));
  if (!values.keep) rmSync(dir, { recursive: true });
  if (found.stops !== written.stops || found.vms !== vms || found.ids !== found.stops) {
    say(`wrong: ${written.stops} stops of ${vms} VMs were written`);
    process.exitCode = 1;
  }
}

// A shard is the folder of a host.
function writeLogs(dir, vms) {
  const counts = { bytes: 0, stops: 0 };
  for (let index = 0; index < vms; index++) {
    const name = `vm${index}`;
    const path = `/${VOLUME}/${name}`;
    const source = createVm({ index, name, path, seed: seedOf(SEED, name), form: FORM });
    const folder = join(dir, 'logs', `host${Math.floor(index / VMS_PER_SHARD)}`, VOLUME, name);
    for (const log of LOGS) {
      const { bytes, stops } = writeVmLog(source, join(folder, log), BYTES_PER_LOG, LINES_PER_STOP);
      counts.bytes += bytes;
      counts.stops += stops;
    }
  }
  return counts;
}

// GNU time tells the highest resident size of any process of the step.
function run(script, dir, name) {
  say(name);
  const env = {
    ...process.env,
    LC_ALL: 'C',
    CLI,
    NODE: process.execPath,
    JOBS: values.jobs,
    BLOCK: values.block,
  };
  const peak = join(dir, 'peak');
  const child = spawn('/usr/bin/time', ['-f', '%M', '-o', peak, 'sh', '-c', script], {
    cwd: dir,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const start = process.hrtime.bigint();
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const peakKiB = Number(readFileSync(peak, 'utf8').trim().split('\n').at(-1));
      if (code === 0) done({ seconds, peakKiB });
      else failed(new Error(`${name} ended with code ${code}`));
    });
  });
}

async function judgedIn(path) {
  const ids = new Set();
  const found = { stops: 0, vms: 0, ids: 0 };
  for await (const line of linesOf(path)) {
    if (line.startsWith('{"type":"vm"')) found.vms++;
    if (!line.startsWith('{"type":"stop"')) continue;
    found.stops++;
    ids.add(/"id":"([0-9a-f]{16})"\}$/.exec(line)?.[1]);
  }
  return { ...found, ids: ids.size };
}

async function linesIn(path) {
  let lines = 0;
  for await (const chunk of createReadStream(path))
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
  return lines;
}

function linesOf(path) {
  return createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
}

function tableOf({ vms, written, records, found, steps }) {
  const rows = steps.map(
    ({ name, seconds, peakKiB }) =>
      `| ${name} | ${seconds.toFixed(0)} s | ${Math.round(records / seconds)} | ${Math.round(peakKiB / 1024)} MiB |`,
  );
  return [
    `${records} records of ${vms} VMs, ${written.bytes} bytes of logs; ${found.stops} stops judged, ${values.jobs} runs at a time.`,
    '',
    '| step | time | records a second | highest memory of a process |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

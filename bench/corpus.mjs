import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildBundle } from './bundle.mjs';
import { FORMS, formOf } from './text/forms.mjs';
import { createRandom, seedOf } from './text/random.mjs';
import { createVm, writeVmLog } from './text/vm-log.mjs';

/** Raise it with every change of what is written, so that an older corpus is not taken for this one. */
const VERSION = 4;
const SEED = 20260112;
const VMS = 60;
const BUNDLE_VMS = 30;
const FOLDER_BYTES = 1e9;
const SMALL_BYTES = 300e3;
// Oldest first: an ESXi host counts up, and the live log has no number.
const LOG_NAMES = ['vmware-21.log', 'vmware-22.log', 'vmware-23.log', 'vmware.log'];
// All that the corpus is made of.
const PARTS = ['stamp.json', 'folder', 'bundle.tgz', 'bundles', 'small.log'];
const ROLES = ['db', 'app', 'web', 'ecp', 'mirror', 'report'];

/** Builds the corpus where it is missing or made otherwise, and returns where it is and what it holds. */
export async function ensureCorpus(scale, say) {
  const root = fileURLToPath(new URL('corpus/', import.meta.url));
  const dir = scale === 1 ? root : join(root, `scale-${scale}`);
  const wanted = { version: VERSION, seed: SEED, scale };
  const found = readStamp(dir);
  if (found !== null && sameMake(found, wanted)) return { dir, ...found };
  say(`building the corpus at scale ${scale} in ${dir}`);
  const holds = await build(dir, scale, say);
  writeFileSync(stampOf(dir), `${JSON.stringify({ ...wanted, ...holds }, null, 2)}\n`);
  return { dir, ...wanted, ...holds };
}

async function build(dir, scale, say) {
  for (const part of PARTS) {
    rmSync(join(dir, part), { recursive: true, force: true });
  }
  mkdirSync(dir, { recursive: true });
  const small = writeVmLog(newVm(VMS, FORMS.at(-1)), join(dir, 'small.log'), SMALL_BYTES);
  const vms = writeFolder(dir, scale);
  const folder = total(vms);
  say(`folder: ${vms.length * LOG_NAMES.length} logs, ${folder.bytes} bytes, ${folder.stops} stops`);
  // One host writes one form at a time: the bundle's VMs are those of an ESXi 7 host that became an ESXi 8 one.
  const chosen = vms.filter((vm) => ['esxi-7.0', 'esxi-8.0'].includes(vm.form.id)).slice(0, BUNDLE_VMS);
  const inBundle = total(chosen);
  const archive = await buildBundle(dir, 'bundle.tgz', {
    vms: chosen,
    hostBytes: inBundle.bytes,
    seed: SEED,
  });
  say(`bundle: ${archive.tarBytes} bytes in ${archive.tgzBytes}`);
  const archives = await buildBundles(dir, vms);
  say(`bundles: ${archives.tarBytes} bytes in ${archives.tgzBytes}`);
  return {
    small: withFiles(small, 1),
    folder,
    bundle: { ...inBundle, ...archive },
    bundles: { ...folder, ...archives },
  };
}

// Four hosts of one release each: no log stands in two of them, for the stops of a copied log count once.
async function buildBundles(dir, vms) {
  mkdirSync(join(dir, 'bundles'));
  const sums = { tarBytes: 0, tgzBytes: 0 };
  for (const [index, form] of FORMS.entries()) {
    const own = vms.filter((vm) => vm.form.id === form.id);
    const host = index + 1;
    const what = { vms: own, hostBytes: total(own).bytes, seed: seedOf(SEED, 'host', host), host };
    const { tarBytes, tgzBytes } = await buildBundle(dir, join('bundles', `host${host}.tgz`), what);
    sums.tarBytes += tarBytes;
    sums.tgzBytes += tgzBytes;
  }
  return sums;
}

function writeFolder(dir, scale) {
  const bytesPerLog = (FOLDER_BYTES * scale) / (VMS * LOG_NAMES.length);
  return Array.from({ length: VMS }, (_, index) => {
    const source = newVm(index);
    const path = join('folder', source.vm.path);
    const logs = LOG_NAMES.map((name) => {
      const bytes = (bytesPerLog * source.random.int(85, 115)) / 100;
      return { path: join(path, name), counts: writeVmLog(source, join(dir, path, name), bytes) };
    });
    return { ...source.vm, form: source.form, logs };
  });
}

function newVm(index, form = formOf(index)) {
  const seed = seedOf(SEED, index);
  const name = `${ROLES[index % ROLES.length]}-prod-${String(index).padStart(2, '0')}`;
  return createVm({ index, name, path: `/vmfs/volumes/${volumeOf(index % 4)}/${name}`, seed, form });
}

function volumeOf(number) {
  const random = createRandom(seedOf(SEED, 'volume', number));
  return [8, 8, 4]
    .map(random.hex)
    .concat(random.hex(6) + random.hex(6))
    .join('-');
}

function total(vms) {
  const all = vms.flatMap((vm) => vm.logs.map((log) => log.counts));
  const sum = {};
  for (const counts of all) {
    for (const [key, value] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + value;
  }
  return withFiles(sum, all.length);
}

const withFiles = (counts, files) => ({ files, ...counts });
const stampOf = (dir) => join(dir, 'stamp.json');
const sameMake = (found, wanted) => Object.keys(wanted).every((key) => found[key] === wanted[key]);

// The stamp is written last, and speaks only for a corpus whose parts are still there.
function readStamp(dir) {
  const parts = PARTS.map((part) => join(dir, part));
  if (!parts.every((part) => existsSync(part))) return null;
  const stamp = JSON.parse(readFileSync(stampOf(dir), 'utf8'));
  return statSync(join(dir, 'bundle.tgz')).size === stamp.bundle?.tgzBytes ? stamp : null;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } });
  await ensureCorpus(Number(values.scale), (line) => process.stderr.write(`${line}\n`));
}

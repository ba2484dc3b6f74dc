// Puts the program and the packages that it uses into few files, since loading many costs more than reading a log,
// and beside them the licences of these packages. Types are made before, by the compiler; those that the library's
// face does not lead to are taken away.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

// A thread is begun from a file of its own.
const library = await bundle(
  {
    cli: 'src/launch.ts',
    index: 'src/index.ts',
    thread: 'src/gather/thread.ts',
    worker: 'src/sources/inflate/worker.ts',
  },
  { format: 'es', chunkFileNames: '[name].js' },
);
const program = await bundle(
  { program: 'src/cli.ts' },
  { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs', strict: true },
);
// A script that V8 has the code of cannot import, only require: whatever is loaded late is a module of the program.
for (const { code, fileName } of program)
  if (/\bimport\(/.test(code)) throw new Error(`${fileName} imports at run time`);
const output = [...library, ...program];
const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
writeFileSync(join(DIST, 'LICENSES.txt'), licencesOf(packagesOf(modules)));
keepTypes(typesFrom(join(DIST, 'index.d.ts')));
keepCode();

async function bundle(input, options) {
  const made = await rolldown({
    cwd: ROOT,
    input,
    platform: 'node',
    tsconfig: 'tsconfig.json',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    // Only tables with colours of their own would load it.
    external: ['@colors/colors/safe'],
    onLog: (level, log) => {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  const { output } = await made.write({ dir: DIST, ...options });
  return output;
}

function packagesOf(paths) {
  const folders = paths.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

function licencesOf(folders) {
  const texts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return ['stuntime holds code of these packages.\n', ...texts].join(rule);
}

function typesFrom(file, known = new Set()) {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)\.js'/g)) {
    typesFrom(resolve(dirname(file), `${path}.d.ts`), known);
  }
  return known;
}

function keepTypes(kept) {
  for (const path of readdirSync(DIST, { recursive: true })) {
    const file = join(DIST, path);
    if (file.endsWith('.d.ts') && !kept.has(file)) rmSync(file);
  }
}

/** Runs the command once on a log, as a table: more code than most runs need takes longer to take over than it saves. */
function keepCode() {
  for (const old of codes()) rmSync(join(DIST, old));
  const { NODE_OPTIONS: _, ...env } = process.env;
  const args = ['--import', './assembly/keep-code.mjs', 'dist/cli.js', 'fixtures/logs/esxi7-backup'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
  if (status !== 0 || codes().length === 0) throw new Error(`no code is kept: ${stderr}`);
}

function codes() {
  return readdirSync(DIST).filter((name) => name.endsWith('.code'));
}

// Puts the program and the packages that it uses into few files, since loading many costs more than reading a log,
// and beside them the licences of these packages. Types are made before, by the compiler; those that the library's
// face does not lead to are taken away.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

const made = await rolldown({
  cwd: ROOT,
  // A thread is begun from a file of its own.
  input: {
    cli: 'src/launch.ts',
    program: 'src/cli.ts',
    index: 'src/index.ts',
    thread: 'src/gather/thread.ts',
    worker: 'src/sources/inflate/worker.ts',
  },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  // Only tables with colours of their own would load it.
  external: ['@colors/colors/safe'],
  onLog: (level, log) => {
    throw new Error(`${level}: ${log.message}`);
  },
});
const { output } = await made.write({ dir: DIST, format: 'es', chunkFileNames: '[name].js' });
const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
writeFileSync(join(DIST, 'LICENSES.txt'), licencesOf(packagesOf(modules)));
keepTypes(typesFrom(join(DIST, 'index.d.ts')));
keepScript(join(DIST, 'cli.js'));

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

/** Node before version 12 reads the entry as a script, where `export` is a syntax error: it could not say that it is too old. */
function keepScript(file) {
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^export \{\};\n/m, ''));
}

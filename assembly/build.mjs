// Compiles the modules of this folder to WebAssembly and writes each as a module of text, so that it needs no file
// beside it, wherever it is bundled or copied to.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMON = '-O3 --runtime stub --noAssert --enable simd --use abort='.split(' ');

/** Each keeps to fixed addresses, in so many pages of 64 KiB. */
const MODULES = [
  { source: 'sieve/scan.ts', target: 'sieve/scan.wasm.ts', options: ['--initialMemory', '10'] },
];

for (const { source, target, options } of MODULES) {
  const bytes = await compile(`assembly/${source}`, options);
  writeFileSync(new URL(`../src/${target}`, import.meta.url), moduleOf(source, bytes));
}

async function compile(path, options) {
  let bytes = null;
  const writeFile = (_name, content) => {
    bytes = content;
  };
  const args = [path, '-o', 'out.wasm', '--baseDir', ROOT, ...COMMON, ...options];
  const { error, stderr } = await main(args, { writeFile });
  if (error !== null || bytes === null) throw new Error(`${path} does not compile: ${error}\n${stderr}`);
  return Buffer.from(bytes);
}

function moduleOf(source, bytes) {
  return `// Made from assembly/${source} by assembly/build.mjs.

/** The compiled module, in base64. */
export const WASM =
  '${bytes.toString('base64')}';
`;
}

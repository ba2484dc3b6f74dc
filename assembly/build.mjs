// Compiles the inflater to WebAssembly and writes it as a module of text, so that it needs no file of its own
// at run time: neither tsc nor a bundler has to know of it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OPTIONS = {
  '--baseDir': ROOT,
  '--outFile': 'inflate.wasm',
  '--runtime': 'stub',
  '--enable': 'simd',
  '--memoryBase': String(0x9000),
  '--initialMemory': '7',
  '--maximumMemory': '7',
};

let wasm = null;
const writeFile = (_name, bytes) => {
  wasm = Buffer.from(bytes);
};
const args = ['assembly/index.ts', '-O3', '--noAssert', ...Object.entries(OPTIONS).flat()];
const { error, stderr } = await main(args, { writeFile });
if (error !== null || wasm === null) {
  console.error(`the inflater cannot be compiled: ${error?.message ?? 'nothing was written'}\n${stderr}`);
  process.exit(1);
}
writeFileSync(
  new URL('../src/sources/inflate/code.ts', import.meta.url),
  `/** The inflater of \`assembly\`, compiled to WebAssembly, as base64. Written by assembly/build.mjs. */
export const CODE =
  '${wasm.toString('base64')}';
`,
);

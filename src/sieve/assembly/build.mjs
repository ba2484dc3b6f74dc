// Compiles the scan to WebAssembly and writes it as a module of text, so that the program needs no file beside it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

/** The module keeps to fixed addresses in ten pages of 64 KiB. */
const OPTIONS = '-O3 --runtime stub --noAssert --enable simd --use abort= --initialMemory 10'.split(' ');
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

let wasm = null;
const writeFile = (_name, content) => {
  wasm = content;
};
const args = ['scan.ts', '-o', 'out.wasm', '--baseDir', FOLDER, ...OPTIONS];
const { error, stderr } = await main(args, { writeFile });
if (error !== null || wasm === null) throw new Error(`scan.ts does not compile: ${error}\n${stderr}`);

writeFileSync(
  new URL('../scan.wasm.ts', import.meta.url),
  `// Made from assembly/scan.ts by assembly/build.mjs.

/** The compiled module, in base64. */
export const WASM =
  '${Buffer.from(wasm).toString('base64')}';
`,
);

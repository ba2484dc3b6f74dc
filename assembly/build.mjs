// Compiles assembly/ROOM/NAME.ts to src/ROOM/NAME.wasm.ts, a module that holds the WebAssembly as text: it needs no
// file beside it, wherever it is bundled or copied to.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
// No runtime: the code keeps to fixed addresses in ten pages of 64 KiB.
const OPTIONS = '-O3 --runtime stub --noAssert --enable simd --use abort= --initialMemory 10'.split(' ');

const sources = readdirSync(join(ROOT, 'assembly'), { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'));
for (const source of sources) {
  const bytes = await compile(join('assembly', source));
  const target = join(ROOT, 'src', source.replace(/\.ts$/, '.wasm.ts'));
  writeFileSync(target, moduleOf(source, bytes));
}

async function compile(path) {
  let bytes = null;
  const { error, stderr } = await asc.main([path, '-o', 'out.wasm', '--baseDir', ROOT, ...OPTIONS], {
    writeFile: (_, content) => {
      bytes = content;
    },
  });
  if (error !== null || bytes === null) throw new Error(`${path} does not compile: ${error}\n${stderr}`);
  return Buffer.from(bytes);
}

function moduleOf(source, bytes) {
  return [
    `// Made from assembly/${source} by assembly/build.mjs.`,
    '',
    '/** The compiled module, in base64. */',
    `export const WASM =\n  '${bytes.toString('base64')}';`,
    '',
  ].join('\n');
}

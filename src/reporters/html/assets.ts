import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A script or a style sheet as it stands in the page. */
interface Block {
  readonly name: 'script' | 'style';
  readonly text: string;
}

const PIECE_LENGTH = 16_384;

/** By its own name the package finds what was built, wherever the module that asks stands. */
const BUILT = new URL('dist/page/', import.meta.resolve('stuntime/package.json'));
const PLOT = new URL('./', import.meta.resolve('uplot/dist/uPlot.iife.min.js'));

/** The style sheets of the page, in their order. */
export const STYLES: readonly Block[] = [
  block('style', 'uPlot.min.css', PLOT),
  block('style', 'page.css', BUILT),
];

/** The scripts of the page, in their order. */
export const SCRIPTS: readonly Block[] = [
  block('script', 'uPlot.iife.min.js', PLOT),
  block('script', 'page.js', BUILT),
];

/** The content security policy of the page: nothing runs and nothing is loaded but what it was made with. */
export const POLICY = [
  "default-src 'none'",
  `script-src ${SCRIPTS.map(hashOf).join(' ')}`,
  `style-src ${STYLES.map(hashOf).join(' ')}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes a block between its tags. */
export function* tagged({ name, text }: Block): Generator<string> {
  yield `<${name}>`;
  for (let at = 0; at < text.length; at += PIECE_LENGTH) yield text.slice(at, at + PIECE_LENGTH);
  yield `</${name}>\n`;
}

function block(name: Block['name'], file: string, folder: URL): Block {
  return { name, text: readFileSync(new URL(file, folder), 'utf8') };
}

function hashOf({ text }: Block): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

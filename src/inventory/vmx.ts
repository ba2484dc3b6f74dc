import type { InventoryStatement } from '../model/inventory-fact.js';
import type { Chunks, InventoryFile } from './inventory-file.js';
import { byteLinesOf, shown } from './lines.js';

const KEY = /^\s*(?<key>\.encoding|displayName)\s*=\s*"(?<value>.*)"\s*$/i;

/** How a .vmx escapes a double quote and a bar. */
const ESCAPES: Readonly<Record<string, string>> = { '|22': '"', '|7c': '|' };

/** A VM's configuration. */
export const vmx: InventoryFile = {
  name: 'vmx',
  path: /(?:^|(?<=\/))(?!\._)[^/]*\.vmx$/i,
  read,
  meaning: 'The name that people know the VM by now, and that the VM is there.',
  source: 'public .vmx files; encodings of hosted products',
  samples: [
    {
      path: 'vmfs/volumes/ds1/db1/db1.vmx',
      text: '.encoding = "UTF-8"\nconfig.version = "8"\nDisplayName = "Zeiterfassung Köln"\n',
      statements: [{ kind: 'vmx', name: 'Zeiterfassung Köln' }],
    },
    {
      path: 'db 1/db.vmx',
      text: 'displayname = "a |22b|22 c|7C22"\r\n',
      statements: [{ kind: 'vmx', name: 'a "b" c|22' }],
    },
    { path: 'x.vmx', text: 'encryption.data = "AbC="\n', statements: [{ kind: 'vmx', name: null }] },
  ],
};

async function* read(chunks: Chunks): AsyncGenerator<InventoryStatement> {
  let encoding: string | null = null;
  let name: Buffer | null = null;
  // What the bytes mean is not known before the encoding is.
  for await (const lines of byteLinesOf(chunks)) {
    for (const line of lines) {
      const { key, value } = KEY.exec(line)?.groups ?? {};
      if (key === undefined || value === undefined) continue;
      if (key.startsWith('.')) encoding ??= value;
      else name ??= Buffer.from(value, 'latin1');
      if (encoding !== null && name !== null) return yield statementOf(name, encoding);
    }
  }
  yield statementOf(name, encoding);
}

function statementOf(name: Buffer | null, encoding: string | null): InventoryStatement {
  return { kind: 'vmx', name: name === null ? null : shown(unescaped(decode(name, encoding))) };
}

function unescaped(text: string): string {
  return text.replace(/\|(?:22|7c)/gi, (code) => ESCAPES[code.toLowerCase()] ?? code);
}

/** Decodes with the encoding that the file names, else as UTF-8, else as Latin-1, which accepts every byte. */
function decode(bytes: Buffer, encoding: string | null): string {
  return tryDecode(bytes, encoding ?? 'utf-8') ?? tryDecode(bytes, 'utf-8') ?? bytes.toString('latin1');
}

/** The characters of windows-1252 at 0x80 to 0x9f; some versions of Node.js decode those bytes as Latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function ofWindows(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (byte) => WINDOWS_1252.charAt(byte.charCodeAt(0) - 0x80));
}

function tryDecode(bytes: Buffer, encoding: string): string | null {
  if (/^windows-1252$/i.test(encoding)) return ofWindows(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

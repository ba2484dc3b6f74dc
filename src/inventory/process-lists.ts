import type { InventoryStatement } from '../model/inventory-fact.js';
import type { Chunks, InventoryFile } from './inventory-file.js';
import { beginning, shown, textLinesOf } from './lines.js';

const FIELD = /^\s+(?<key>Display Name|Config File): (?<value>.*)$/;
const MEANING =
  'The names of the VMs that ran when the bundle was made, by the paths of their configurations.';
const DB1: InventoryStatement = {
  kind: 'running-vm',
  name: 'db 1',
  vmxPath: '/vmfs/volumes/ds1/db1/db1.vmx',
};

/** The running VMs, as text. */
export const processListText: InventoryFile = {
  name: 'process list',
  path: /(?:^|\/)commands\/localcli_vm-process-list\.txt$/,
  read: readText,
  meaning: MEANING,
  source: 'public listings of esxcli vm process list',
  samples: [
    {
      path: 'esx/commands/localcli_vm-process-list.txt',
      text: [
        'db 1',
        '   World ID: 2101',
        '   Process ID: 0',
        '   VMX Cartel ID: 2100',
        '   UUID: 56 4d c9 8d 87 2f a6 68-b2 3b 99 9f fb dc 76 cd',
        '   Display Name: db 1',
        '   Config File: /vmfs/volumes/ds1/db1/db1.vmx',
        '',
      ].join('\n'),
      statements: [DB1],
    },
  ],
};

/** The running VMs, as JSON. */
export const processListJson: InventoryFile = {
  name: 'process list in JSON',
  path: /(?:^|\/)json\/localcli_vm-process-list\.json$/,
  read: readJson,
  meaning: MEANING,
  source: 'keys as esxcli --formatter=json writes those of the text',
  samples: [
    {
      path: 'esx/json/localcli_vm-process-list.json',
      text: '[{"ConfigFile": "/vmfs/volumes/ds1/db1/db1.vmx", "DisplayName": "db\\u0020{1", "WorldID": 2101}]',
      statements: [{ ...DB1, name: 'db {1' }],
    },
    {
      path: 'json/localcli_vm-process-list.json',
      text: '[\n {\n  "Display Name": "db 1",\n  "Config File": "\\/vmfs\\/volumes\\/ds1\\/db1\\/db1.vmx"\n }\n]\n',
      statements: [DB1],
    },
  ],
};

async function* readText(chunks: Chunks): AsyncGenerator<InventoryStatement> {
  let name: string | null = null;
  for await (const lines of textLinesOf(chunks)) {
    for (const line of lines) {
      const { key, value } = FIELD.exec(line)?.groups ?? {};
      if (key === 'Display Name') name = value ?? null;
      if (key !== 'Config File') continue;
      yield* running(name, value);
      name = null;
    }
  }
}

function* running(name: string | null | undefined, path: string | undefined): Generator<InventoryStatement> {
  const [vmName, vmxPath] = [shown(name), shown(path)];
  if (vmName !== null && vmxPath !== null) yield { kind: 'running-vm', name: vmName, vmxPath };
}

/** Reads JSON token by token: the file may be one line of any length, so it is neither split into lines nor held. */
async function* readJson(chunks: Chunks): AsyncGenerator<InventoryStatement> {
  const tokens = new Tokenizer();
  const decoder = new TextDecoder();
  let fields = new Map<string, string>();
  let key: string | null = null;
  let last = '';
  for await (const chunk of beginning(chunks)) {
    for (const { mark, text } of tokens.read(decoder.decode(chunk, { stream: true }))) {
      if (mark === '"' && key !== null) fields.set(key, text);
      if (mark === '"') last = text;
      if (mark === ':') key = last.replaceAll(' ', '');
      if (mark === ',' || mark === '{') key = null;
      if (mark !== '}') continue;
      yield* running(fields.get('DisplayName'), fields.get('ConfigFile'));
      fields = new Map();
      key = null;
    }
  }
}

/** A punctuation mark of JSON, or a string with its text. */
interface Token {
  readonly mark: string;
  readonly text: string;
}

/** No name or path is longer; a longer string counts as empty. */
const LONGEST_STRING = 16 * 1024;

/** Splits JSON that comes in parts into tokens. */
class Tokenizer {
  /** The string that is being read, null outside of one. */
  #open: string | null = null;
  #escaped = false;

  *read(part: string): Generator<Token> {
    for (const character of part) {
      if (this.#open === null) {
        if (character === '"') this.#open = '';
        else if ('{}:,'.includes(character)) yield { mark: character, text: '' };
      } else if (character === '"' && !this.#escaped) {
        yield { mark: '"', text: unquoted(this.#open) };
        this.#open = null;
      } else {
        this.#escaped = character === '\\' && !this.#escaped;
        if (this.#open.length <= LONGEST_STRING) this.#open += character;
      }
    }
  }
}

function unquoted(text: string): string {
  if (text.length > LONGEST_STRING) return '';
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

import type { InventoryStatement } from '../model/inventory-fact.js';
import type { Chunks, InventoryFile } from './inventory-file.js';
import { shown, textLinesOf } from './lines.js';

const PATH = /^(?<path>[^<]*)<\/vmxCfgPath$/;
const TAG_END = '>';

/** The VMs registered on the host. */
export const registeredVms: InventoryFile = {
  name: 'inventory',
  path: /(?:^|\/)etc\/vmware\/hostd\/vmInventory\.xml$/,
  read,
  meaning:
    'Which VMs the bundle should hold logs of, by the paths of their configurations; it tells no names.',
  source: 'public vmInventory.xml files',
  samples: [
    {
      path: 'esx/etc/vmware/hostd/vmInventory.xml',
      text: [
        '<ConfigRoot>',
        '  <ConfigEntry id="0000">',
        '    <objID>1</objID>',
        '    <secDomain/>',
        '    <vmxCfgPath>/vmfs/volumes/ds1/R&amp;D/db1.vmx</vmxCfgPath>',
        '  </ConfigEntry>',
        '</ConfigRoot>',
      ].join('\n'),
      statements: [{ kind: 'registered-vm', vmxPath: '/vmfs/volumes/ds1/R&D/db1.vmx' }],
    },
  ],
};

/** Splits at `>`, because the tags may each have a line or all share one. */
async function* read(chunks: Chunks): AsyncGenerator<InventoryStatement> {
  for await (const lines of textLinesOf(chunks, TAG_END)) {
    for (const text of lines) {
      const path = PATH.exec(text)?.groups?.path;
      const vmxPath = shown(path === undefined ? null : unescaped(path));
      if (vmxPath !== null) yield { kind: 'registered-vm', vmxPath };
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescaped(text: string): string {
  return text.replace(/&(\w{1,8}|#\d{1,7}|#x[\da-f]{1,6});/gi, (entity, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? entity;
    const isHex = name[1] === 'x' || name[1] === 'X';
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

import type { InventoryStatement } from '../model/inventory-fact.js';
import type { Chunks, InventoryFile } from './inventory-file.js';
import { shown, textLinesOf } from './lines.js';

/** The host's name, version and build. */
export const uname = ofHost({
  name: 'uname',
  path: /(?:^|\/)commands\/uname_-a\.txt$/,
  pattern: /^VMkernel (?<host>\S+) (?<version>\d\S*) .*\b(?<build>build-\d+)/,
  source: 'public bundles',
  sample: 'VMkernel esx1.example.net 6.7.0 #1 SMP Release build-8169922 Mar 24 2018 x86_64 ESXi\n',
  statements: { kind: 'host', name: 'esx1.example.net', product: 'ESX 6.7.0 build-8169922' },
  file: 'commands/uname_-a.txt',
});

/** The host's version and build. */
export const vmwareVersion = ofHost({
  name: 'vmware -vl',
  path: /(?:^|\/)commands\/vmware_-vl\.txt$/,
  pattern: /^VMware ESXi? (?<version>\d\S*) (?<build>build-\d+)/,
  source: 'public listings of vmware -vl',
  sample: 'VMware ESXi 7.0.3 build-19193900\nVMware ESXi 7.0 Update 3\n',
  statements: { kind: 'host', name: null, product: 'ESX 7.0.3 build-19193900' },
  file: 'commands/vmware_-vl.txt',
});

/** The host's build. */
export const buildInfo = ofHost({
  name: 'buildInfo',
  path: /(?:^|\/)etc\/vmware\/\.buildInfo$/,
  pattern: /^BUILDNUMBER:\s*(?<number>\d+)/,
  source: 'public bundles',
  sample: 'GITHASH:0\nCHANGE:0\nBRANCH:esx\nBUILDNUMBER:8169922\n',
  statements: { kind: 'host', name: null, product: 'ESX build-8169922' },
  file: 'etc/vmware/.buildInfo',
});

interface HostFile {
  readonly name: string;
  readonly path: RegExp;
  readonly pattern: RegExp;
  readonly source: string;
  readonly sample: string;
  readonly statements: InventoryStatement;
  readonly file: string;
}

function ofHost({ name, path, pattern, source, sample, statements, file }: HostFile): InventoryFile {
  return {
    name,
    path,
    read: (chunks) => read(chunks, pattern),
    meaning: 'The name and build of the host that the bundle is from.',
    source,
    samples: [{ path: `esx/${file}`, text: sample, statements: [statements] }],
  };
}

async function* read(chunks: Chunks, pattern: RegExp): AsyncGenerator<InventoryStatement> {
  for await (const lines of textLinesOf(chunks)) {
    for (const line of lines) {
      const { groups } = pattern.exec(line) ?? {};
      if (groups === undefined) continue;
      // Spelt as the logs spell it.
      const { host, version = '', build, number = '' } = groups;
      const product = ['ESX', version, build ?? `build-${number}`].filter((part) => part !== '').join(' ');
      yield { kind: 'host', name: shown(host), product: shown(product) };
      return;
    }
  }
}

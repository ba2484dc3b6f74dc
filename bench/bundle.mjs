import { linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packTgz } from './pack.mjs';
import { HOST_LOGS, writeHostLog } from './text/host-log.mjs';
import { seedOf } from './text/random.mjs';

/** Builds a vm-support bundle of the host with this number, of these VMs and so many bytes of host logs. */
export async function buildBundle(dir, file, { vms, hostBytes, seed, host = 1 }) {
  const root = `esx-host${host}-2026-01-12--13.56-2107676`;
  const stage = join(dir, 'stage');
  rmSync(stage, { recursive: true, force: true });
  const members = [
    ...stageTexts(stage, root, openingOf(host)),
    ...stageHostLogs(stage, root, hostBytes, seed),
    ...stageVmLogs(stage, root, dir, vms),
    ...stageTexts(stage, root, vms.map(vmxOf)),
    ...stageTexts(stage, root, CLOSING),
  ];
  const tarBytes = await packTgz(stage, members, join(dir, file));
  rmSync(stage, { recursive: true });
  return { members: members.length, tarBytes, tgzBytes: statSync(join(dir, file)).size };
}

// The order of a real bundle: README first, the host before its VMs, the .vmx files after the logs, three logs last.
const openingOf = (host) => [
  {
    path: 'README',
    text: `Command line: /usr/bin/vm-support\nBundle name: esx-host${host}\nCaptured on: 2026-01-12 13:56\nvm-support version: 8.0.1\nOptions: none\n`,
  },
  {
    path: 'commands/uname_-a.txt',
    text: `VMkernel host${host} 8.0.1 #1 SMP Release build-21495797 x86_64 ESXi\n`,
  },
  {
    path: 'etc/vmware/esx.conf',
    text: `/system/uuid = "630c602f-6216-a9aa-3c03-78ac447b3b${(0x2d + host).toString(16)}"\n`,
  },
];
const CLOSING = [
  { path: 'error.log', text: '' },
  { path: 'action.log', text: 'vm-support: 42 actions done\n' },
  { path: 'errors-ignored.log', text: 'No file found matching /var/core/*\n' },
];

const vmxOf = ({ name, path }) => ({
  path: `${path.slice(1)}/${name}.vmx`,
  text: `.encoding = "UTF-8"\ndisplayName = "${name}"\nscsi0:0.fileName = "${name}.vmdk"\n`,
});

function stageTexts(stage, root, texts) {
  return texts.map(({ path, text }) => {
    const member = join(root, path);
    mkdirSync(dirname(join(stage, member)), { recursive: true });
    writeFileSync(join(stage, member), text);
    return member;
  });
}

function stageHostLogs(stage, root, bytes, seed) {
  return HOST_LOGS.map((log) => {
    const member = join(root, log.path);
    writeHostLog(log, join(stage, member), bytes * log.share, seedOf(seed, log.path));
    return member;
  });
}

function stageVmLogs(stage, root, dir, vms) {
  const logs = vms.flatMap((vm) => vm.logs);
  return logs.map(({ path }) => {
    const member = path.replace(/^folder/, root);
    mkdirSync(dirname(join(stage, member)), { recursive: true });
    // A second name instead of a copy: the stage costs no space for the VM logs.
    linkSync(join(dir, path), join(stage, member));
    return member;
  });
}

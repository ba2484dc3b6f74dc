import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { Policy } from '../model/policy.js';
import type { AnalysisSettings, OptionFile } from '../model/settings.js';
import { visible } from '../model/text.js';
import { micros, US_PER_MS } from '../model/units.js';
import { type CpfMirror, mirrorsIn, readCpf } from './cpf.js';
import { remarksOnLength } from './policy.js';

type QosOfCpf = Pick<Policy, 'qosUs' | 'qosSource' | 'mirror'>;

/**
 * Gives the settings with the QoS timeout of a CPF. If it defines several mirrors, the
 * shortest timeout counts. What the CPF does not state is reported, and nothing is proved then. Throws UsageError if the file
 * cannot be read.
 */
export async function withCpf(
  settings: AnalysisSettings,
  { label, path: given }: OptionFile,
): Promise<AnalysisSettings> {
  const { policy, remarks } = settings;
  const text = await readCpf(label, given);
  const mirrors = text === null ? [] : mirrorsIn(text);
  const path = visible(given);
  const stated = shortest(mirrors);
  const onLength = stated === null ? [] : remarksOnLength(stated.qosUs, path);
  return {
    ...settings,
    policy: { ...policy, ...stated },
    remarks: [
      ...remarks,
      ...(text === null ? [unknownQos(path, TOO_LONG)] : remarksOn(mirrors, path)),
      ...onLength,
    ],
  };
}

const TOO_LONG = 'It is longer than 1 MiB, so it is no CPF';

function shortest(mirrors: readonly CpfMirror[]): QosOfCpf | null {
  const [first] = mirrors
    .flatMap(({ name, qosMs }) => (qosMs === null ? [] : { name, qosMs }))
    .sort((a, b) => a.qosMs - b.qosMs);
  if (first === undefined) return null;
  return { qosUs: micros(first.qosMs * US_PER_MS), qosSource: 'cpf', mirror: first.name };
}

function remarksOn(mirrors: readonly CpfMirror[], path: string): readonly Diagnostic[] {
  const unknown = mirrors.filter(({ qosMs }) => qosMs === null);
  const isSame = new Set(mirrors.map(({ qosMs }) => qosMs)).size < 2;
  return [
    ...(mirrors.length === 0 ? [unknownQos(path, 'It defines no mirror')] : []),
    ...unknown.map((mirror) => unknownQos(path, statement(mirror))),
    ...(isSame ? [] : [severalMirrors(mirrors, path)]),
  ];
}

function statement({ name, stated }: CpfMirror): string {
  return stated === ''
    ? `Mirror ${name} states no QoS timeout in it (the 5th value is empty)`
    : `The QoS timeout of mirror ${name} in it, ${visible(stated)}, is not one from 1 to 300000 ms`;
}

function unknownQos(path: string, what: string): Diagnostic {
  const message = `${what}: whether a stop was short enough is not known; give the timeout with --qos, or name the CPF of a failover member.`;
  return diagnostic('unknown-qos', path, message);
}

function severalMirrors(mirrors: readonly CpfMirror[], path: string): Diagnostic {
  const list = mirrors.map(({ name, qosMs }) => `${name} ${qosMs === null ? 'unknown' : `${qosMs} ms`}`);
  const message = `It defines ${mirrors.length} mirrors (${list.join(', ')}), and the stops are judged by the shortest timeout; to judge by another, give it with --qos.`;
  return diagnostic('several-mirrors', path, message);
}

import { ROLES } from '../model/mirror.js';
import type { QosGlob, RoleGlob } from '../model/settings.js';
import type { Micros } from '../model/units.js';
import { oneOf } from './choice.js';
import { readQos } from './policy.js';
import { badType, UsageError } from './usage-error.js';
import type { Values } from './values.js';

const KEYS = ['match', 'qos', 'role'];

/** The VMs that have a role or a timeout of their own, by globs of names. */
interface OwnSettings {
  readonly roles: readonly RoleGlob[];
  readonly timeouts: readonly QosGlob[];
}

/** Gives what messages call a part of an entry. */
type LabelOfPart = (part: string) => string;

/** Reads which VMs have a QoS timeout or a role of their own; throws UsageError for what cannot be accepted. */
export function readVms(values: Values): OwnSettings {
  const own = values
    .objects('vms')
    .map((entry, index) => readVm((part) => values.label('vms', `[${index}]${part}`), entry));
  return { roles: own.flatMap(({ roles }) => roles), timeouts: own.flatMap(({ timeouts }) => timeouts) };
}

function readVm(label: LabelOfPart, entry: ReadonlyMap<string, unknown>): OwnSettings {
  const unknown = [...entry.keys()].find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    throw new UsageError(
      `unknown key ${JSON.stringify(unknown)} in ${label('')}: the keys are ${KEYS.join(', ')}`,
    );
  const [glob, qos, role] = [entry.get('match'), entry.get('qos'), entry.get('role')];
  if (typeof glob !== 'string' || glob === '')
    throw new UsageError(`${label('.match')} is missing: it takes the name of a VM, such as "db-*"`);
  if (qos === undefined && role === undefined)
    throw new UsageError(`${label('')} gives neither qos nor role, so it has no effect`);
  return {
    timeouts: qos === undefined ? [] : [{ glob, qosUs: qosOf(label('.qos'), qos) }],
    roles:
      role === undefined ? [] : [{ glob, role: oneOf(label('.role'), word(label('.role'), role), ROLES) }],
  };
}

function qosOf(label: string, value: unknown): Micros {
  return readQos(label, typeof value === 'number' ? String(value) : word(label, value));
}

function word(label: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw badType(label, value, 'a string');
}

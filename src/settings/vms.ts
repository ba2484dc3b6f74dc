import { ROLES } from '../model/mirror.js';
import type { QosGlob, RoleGlob } from '../model/settings.js';
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

/** Reads which VMs have a QoS timeout or a role of their own; throws UsageError for what cannot be accepted. */
export function readVms(values: Values): OwnSettings {
  const own = values.objects('vms').map((entry, index) => readVm(`${values.label('vms')}[${index}]`, entry));
  return { roles: own.flatMap(({ roles }) => roles), timeouts: own.flatMap(({ timeouts }) => timeouts) };
}

function readVm(label: string, entry: ReadonlyMap<string, unknown>): OwnSettings {
  const unknown = [...entry.keys()].find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    throw new UsageError(
      `unknown key ${JSON.stringify(unknown)} in ${label}: the keys are ${KEYS.join(', ')}`,
    );
  const [glob, qos, role] = [entry.get('match'), entry.get('qos'), entry.get('role')];
  if (typeof glob !== 'string' || glob === '')
    throw badType(`${label}.match`, glob, "the name of a VM, such as 'db-*'");
  return {
    timeouts:
      qos === undefined ? [] : [{ glob, qosUs: readQos(`${label}.qos`, figure(`${label}.qos`, qos)) }],
    roles:
      role === undefined ? [] : [{ glob, role: oneOf(`${label}.role`, word(`${label}.role`, role), ROLES) }],
  };
}

function figure(label: string, value: unknown): string {
  if (typeof value === 'number') return String(value);
  return word(label, value);
}

function word(label: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw badType(label, value, 'a string');
}

import { ROLES } from '../model/mirror.js';
import type { RoleGlob } from '../model/settings.js';
import { badValue } from './usage-error.js';
import type { Values } from './values.js';

/** Reads which VMs have which role in the mirror; throws UsageError for what is no `ROLE=GLOB`. */
export function readRoles(values: Values): readonly RoleGlob[] {
  const label = values.label('role');
  return (values.list('role') ?? []).map((text) => {
    const [name, ...rest] = text.split('=');
    const role = ROLES.find((each) => each === name?.trim());
    const glob = rest.join('=');
    if (role !== undefined && glob !== '') return { role, glob };
    throw badValue(label, text, `ROLE=GLOB, such as backup=db2, where ROLE is ${ROLES.join(', ')}`);
  });
}

import type { Rule } from '../event.js';
import { consolidate } from './consolidate.js';
import { hotAdd } from './hot-add.js';
import { hotRemove } from './hot-remove.js';
import { migration } from './migration.js';
import { snapshotCreate } from './snapshot-create.js';
import { storageMigration } from './storage-migration.js';
import { revert, suspend } from './suspend.js';

/** The rules in the order in which they are asked; of claims that are equally sure the first has the stop. */
export const RULES: readonly Rule[] = [
  snapshotCreate,
  migration,
  hotRemove,
  hotAdd,
  revert,
  suspend,
  storageMigration,
  consolidate,
];

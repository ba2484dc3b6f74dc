/** What operation stopped the VM. */
export const CAUSES = [
  'snapshot-create',
  'consolidate',
  'migration',
  'storage-migration',
  'hot-add',
  'hot-remove',
  'suspend',
  'revert',
  'unknown',
] as const;

export type Cause = (typeof CAUSES)[number];

/** `logged`: a line of the log says so; `inferred`: only the pattern in time does. */
export type Basis = 'logged' | 'inferred';

const CODE = 'ERR_RESOURCES';

/** The machine, or the way Node.js was started, lacks what the program needs; the message says what, and what to do. */
export class ResourceError extends Error {
  /** An error loses its class on the way from a worker, but not its code. */
  readonly code = CODE;
}

/** Says whether something that was thrown is a ResourceError, also one that was thrown in a worker. */
export function isResourceError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === CODE;
}

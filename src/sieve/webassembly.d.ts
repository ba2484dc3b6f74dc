// The part of WebAssembly that is used here; TypeScript declares it for browsers only.
declare namespace WebAssembly {
  /** Compiles, or throws where the platform cannot. */
  class Module {
    constructor(bytes: Uint8Array);
  }

  /** A module with a memory of its own. `Exports` is what its source exports. */
  class Instance<Exports> {
    constructor(module: Module);
    readonly exports: Exports;
  }

  interface Memory {
    readonly buffer: ArrayBuffer;
  }

  interface Global {
    readonly value: number;
  }
}

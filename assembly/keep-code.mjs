// Imported into a run of the command, keeps what V8 compiled in it, so that the next runs start from that: see
// src/launch.ts.
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import vm from 'node:vm';

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    const file = options.filename.replace(/cjs$/, `${process.arch}.code`);
    process.once('exit', () => writeFileSync(file, this.createCachedData()));
  }
};
syncBuiltinESMExports();

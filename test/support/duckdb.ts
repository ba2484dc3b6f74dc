/** Why tests that need DuckDB are skipped; false where its native module can be loaded. */
export const NO_DUCKDB = await reasonAgainst();

/** A value as DuckDB gives it to JavaScript. */
export type Value = string | number | bigint | boolean | null | Date | readonly Value[];

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Value>>;

/** Runs statements of SQL, with paths as seen from a folder, and gives the rows of the last one. */
export async function queried(sql: string, folder = '.'): Promise<readonly Row[]> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run(
      `SET file_search_path = '${folder.replaceAll("'", "''")}'; SET TimeZone = 'Pacific/Chatham'`,
    );
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS().map(rowOf);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function reasonAgainst(): Promise<string | false> {
  try {
    await import('@duckdb/node-api');
    return false;
  } catch (error) {
    return `DuckDB cannot be loaded here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function rowOf(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typed(value)]));
}

function typed(value: unknown): Value {
  if (value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return value;
  throw new Error(`a value of a type that no test expects: ${typeof value}`);
}

import type { Database } from 'better-sqlite3';

/** A whole database as it stood: what a copy of a state directory holds. */
export type DiskImage = readonly TableImage[];

interface TableImage {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export function imageOf(db: Database): DiskImage {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck();
  return tables.all().map((table) => {
    // Without generated ones: they follow from the others.
    const columns = (db.pragma(`table_info(${table})`) as readonly { readonly name: string }[]).map(({ name }) => name);
    const rows = db
      .prepare<[], readonly unknown[]>(`SELECT ${columns.join(', ')} FROM ${table}`)
      .raw()
      .all();
    return { table, columns, rows };
  });
}

/** Nobody else may be using the database. */
export function putBack(db: Database, image: DiskImage): void {
  db.transaction(() => {
    db.pragma('defer_foreign_keys = ON');
    for (const { table } of image) db.prepare(`DELETE FROM ${table}`).run();
    for (const { table, columns, rows } of image) {
      const values = columns.map(() => '?').join(', ');
      const insert = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values})`);
      for (const row of rows) insert.run(...row);
    }
  }).immediate();
}

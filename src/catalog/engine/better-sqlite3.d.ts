/** The part of better-sqlite3 that the catalog uses; the package ships no types of its own. */
declare module 'better-sqlite3' {
  namespace Database {
    interface Statement {
      run(parameters: readonly unknown[]): { changes: number; lastInsertRowid: number };
      all(parameters: readonly unknown[]): unknown[];
      get(parameters: readonly unknown[]): unknown;
      /** Rows as arrays instead of objects. */
      raw(on: boolean): Statement;
      /** Whether the statement returns rows. */
      readonly reader: boolean;
    }
    interface Options {
      readonly readonly?: boolean;
      readonly fileMustExist?: boolean;
      /** busy_timeout, milliseconds. */
      readonly timeout?: number;
    }
    interface Database {
      readonly open: boolean;
      readonly inTransaction: boolean;
      prepare(sql: string): Statement;
      exec(sql: string): void;
      pragma(pragma: string, options?: { simple?: boolean }): unknown;
      close(): void;
    }
  }
  const Database: new (path: string, options?: Database.Options) => Database.Database;
  export default Database;
}

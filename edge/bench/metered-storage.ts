/** Counts what a Durable Object asks of its storage: the units that Cloudflare bills. Slows it down; never in a timed run. */

export interface StorageUse {
  rowsRead: number;
  rowsWritten: number;
  /** Calls of `setAlarm`, each billed as one row written. */
  alarms: number;
}

export class Meter {
  readonly #cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
  #alarms = 0;

  constructor(storage: DurableObjectStorage) {
    const { sql } = storage;
    const exec = sql.exec.bind(sql);
    const setAlarm = storage.setAlarm.bind(storage);
    sql.exec = <Row extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]) => {
      const cursor = exec<Row>(query, ...values);
      this.#cursors.push(cursor);
      return cursor;
    };
    storage.setAlarm = (at, options) => {
      this.#alarms += 1;
      return setAlarm(at, options);
    };
  }

  /** The use since the last time this was asked. */
  take(): StorageUse {
    const use = { rowsRead: 0, rowsWritten: 0, alarms: this.#alarms };
    for (const { rowsRead, rowsWritten } of this.#cursors.splice(0)) {
      use.rowsRead += rowsRead;
      use.rowsWritten += rowsWritten;
    }
    this.#alarms = 0;
    return use;
  }
}

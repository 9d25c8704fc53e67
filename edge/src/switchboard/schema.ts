/**
 * The switchboard's own SQLite tables and how they came about. Only appended to: a deployed object runs the steps it has
 * not run yet. `docs/storage.md` describes every table.
 */

/** In the order in which they run. */
export const STEPS: readonly string[] = [
  `
  -- The site's configuration, one row of JSON.
  CREATE TABLE config (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, data TEXT NOT NULL);

  -- Numbers taken out of the configuration while somebody still holds them or is on the phone.
  CREATE TABLE draining (
    number TEXT PRIMARY KEY,
    pool TEXT NOT NULL,
    -- Of the pool, which may be gone too.
    freeze_ms INTEGER NOT NULL,
    freeze_after_call_ms INTEGER NOT NULL
  ) WITHOUT ROWID;

  -- Visits. What a pulse changes has columns of its own; the rest is JSON.
  CREATE TABLE visit (
    visitor TEXT NOT NULL,
    id TEXT NOT NULL,
    last_seen_at INTEGER NOT NULL,
    visible INTEGER NOT NULL,
    called_at INTEGER,
    version INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (visitor, id)
  ) WITHOUT ROWID;

  -- Which visit was shown which number, from when: never changed, only added. The latest row of a pool number tells
  -- its holder; an earlier holder's time ends where the next one's begins.
  CREATE TABLE lease (
    number TEXT NOT NULL,
    leased_at INTEGER NOT NULL,
    visit TEXT NOT NULL,
    visitor TEXT NOT NULL,
    pool TEXT NOT NULL,
    PRIMARY KEY (number, leased_at, visit)
  ) WITHOUT ROWID;

  -- Calls: the merged record and its resolution.
  CREATE TABLE call (
    id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    data TEXT NOT NULL
  ) WITHOUT ROWID;

  -- What each call says of its caller, as JSON.
  CREATE TABLE caller (
    caller TEXT NOT NULL,
    called_at INTEGER NOT NULL,
    call TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (caller, called_at, call)
  ) WITHOUT ROWID;

  -- Whose code is whose. A code is given anew when its visit has been gone for long.
  CREATE TABLE code (code TEXT PRIMARY KEY, visitor TEXT NOT NULL, visit TEXT NOT NULL) WITHOUT ROWID;

  -- How busy each pool was, by the hour.
  CREATE TABLE pool_hour (
    pool TEXT NOT NULL,
    hour INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    overflowed INTEGER NOT NULL,
    stay_ms INTEGER NOT NULL,
    PRIMARY KEY (pool, hour)
  ) WITHOUT ROWID;

  -- What D1 has not heard of yet: a mark for each changed visit or call. The row itself is read when it is sent.
  CREATE TABLE outbox (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    marked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;

  -- Counters and small state by name.
  CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  -- Call events that are acknowledged and not joined to their calls yet.
  CREATE TABLE inbox (n INTEGER PRIMARY KEY, heard_at INTEGER NOT NULL, data TEXT NOT NULL);
  `,
  `
  -- Forms that visitors have sent, as JSON.
  CREATE TABLE lead (id TEXT PRIMARY KEY, at INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;

  -- What we were told of callers, by forms and deals: the latest of each, as JSON. No caller: taken back.
  CREATE TABLE told (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    caller TEXT,
    known_at INTEGER NOT NULL,
    data TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX told_caller ON told (caller, known_at) WHERE caller IS NOT NULL;

  -- Codes of links to another domain of the site, until they are used.
  CREATE TABLE link (
    code TEXT PRIMARY KEY,
    visitor TEXT NOT NULL,
    visit TEXT NOT NULL,
    browser TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- What other switchboards of the site have to be told: a visit of theirs has called, or (no time) has not after all.
  CREATE TABLE notice (
    call TEXT NOT NULL,
    visit TEXT NOT NULL,
    shard INTEGER NOT NULL,
    visitor TEXT NOT NULL,
    called_at INTEGER,
    version INTEGER NOT NULL,
    PRIMARY KEY (call, visit, shard)
  ) WITHOUT ROWID;

  -- What other switchboards have told: calls of our visits that they took.
  CREATE TABLE call_elsewhere (
    visit TEXT NOT NULL,
    call TEXT NOT NULL,
    called_at INTEGER,
    version INTEGER NOT NULL,
    PRIMARY KEY (visit, call)
  ) WITHOUT ROWID;
  `,
  `
  -- The calls that the site learns from, as JSON. They were part of the state before.
  CREATE TABLE study_case (n INTEGER PRIMARY KEY, data TEXT NOT NULL);
  INSERT INTO study_case (n, data)
    SELECT entry.key + 1, entry.value FROM state, json_each(state.value, '$.book.cases') AS entry WHERE name = 'study';
  UPDATE state
    SET value = json_remove(json_set(value, '$.admitted', json_extract(value, '$.book.admitted')), '$.book')
    WHERE name = 'study';
  `,
  `
  -- All visits that a call was ever found to be of: a call says nothing of itself.
  CREATE INDEX call_elsewhere_call ON call_elsewhere (call);
  `,
  `
  -- How often D1 has refused what a mark stands for: then it is set aside, and seldom tried.
  ALTER TABLE outbox ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
  `,
];

/** True once the object has tables: an object that nobody configured writes nothing. */
export function hasSchema(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'schema_step'").toArray().length > 0;
}

/** Runs the steps that have not run yet. */
export function migrate(sql: SqlStorage): void {
  sql.exec("CREATE TABLE IF NOT EXISTS schema_step (n INTEGER PRIMARY KEY)");
  const done = sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM schema_step").one().n;
  STEPS.slice(done).forEach((step, i) => {
    sql.exec(step);
    sql.exec("INSERT INTO schema_step (n) VALUES (?)", done + i + 1);
  });
}

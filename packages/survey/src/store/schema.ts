/** Raised with every change of the tables; a file of another version is left alone. */
export const schemaVersion = 1;

/**
 * One folder is one run. A target has one result at most, because its id is the result's key: whoever brings a second one
 * brings it to a row that is there. What was gathered and what was judged of it are two tables, so that judging again
 * touches no exchange.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS targets (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL,
    rank INTEGER NOT NULL,
    turn INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS targets_by_turn ON targets (turn, id);
  CREATE TABLE IF NOT EXISTS results (
    target INTEGER PRIMARY KEY REFERENCES targets (id),
    class TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    again INTEGER NOT NULL,
    address TEXT,
    status INTEGER,
    scanned_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    loop_delay_ms REAL NOT NULL,
    exchanges BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS judgements (
    target INTEGER PRIMARY KEY REFERENCES targets (id),
    verdict TEXT NOT NULL,
    cause TEXT,
    categories INTEGER NOT NULL,
    domain TEXT,
    findings TEXT NOT NULL,
    headers TEXT NOT NULL
  ) STRICT;
`;

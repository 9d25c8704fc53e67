-- Configuration (written by the API) and history (written from the switchboards' outboxes).
-- Times are epoch milliseconds, money integer minor units, numbers E.164. docs/storage.md describes every table.

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_key (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,      -- SHA-256 of the key, hex
  scopes TEXT NOT NULL,           -- JSON array: read, write, callers
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX api_key_account ON api_key (account_id, id);

CREATE TABLE site (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  key TEXT NOT NULL UNIQUE,       -- public, stands in the script tag
  name TEXT NOT NULL,
  origins TEXT NOT NULL,          -- JSON array of origins; "*" allows any
  country TEXT NOT NULL,          -- ISO 3166-1 alpha-2, how national numbers are read
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  settings TEXT NOT NULL,         -- JSON, see SiteSettings
  shards INTEGER NOT NULL DEFAULT 1,
  version INTEGER NOT NULL DEFAULT 1,   -- raised by every change of anything of the site
  published INTEGER NOT NULL DEFAULT 0, -- the version the switchboards have confirmed
  published_shards INTEGER NOT NULL DEFAULT 0, -- shards that may know of an older configuration
  created_at INTEGER NOT NULL,
  deleted_at INTEGER                    -- the history still names the site
) STRICT;
CREATE INDEX site_account ON site (account_id, id);
CREATE INDEX site_unpublished ON site (id) WHERE version > published;

CREATE TABLE connection (
  id TEXT PRIMARY KEY,            -- stands in the webhook URL
  account_id TEXT NOT NULL REFERENCES account (id),
  provider TEXT NOT NULL,
  name TEXT NOT NULL,
  secrets TEXT NOT NULL,          -- AES-256-GCM, base64: iv || ciphertext of the JSON
  destination TEXT NOT NULL,      -- where a call goes when its number says nothing
  version INTEGER NOT NULL DEFAULT 1,
  published INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX connection_account ON connection (account_id, id);
CREATE INDEX connection_unpublished ON connection (id) WHERE version > published;

CREATE TABLE pool (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  site_id TEXT NOT NULL REFERENCES site (id),
  name TEXT NOT NULL,
  destination TEXT NOT NULL,
  second_destination TEXT,
  ring_seconds INTEGER NOT NULL DEFAULT 25,
  record INTEGER NOT NULL DEFAULT 0,
  whisper TEXT NOT NULL DEFAULT '',
  voicemail TEXT NOT NULL DEFAULT '',    -- greeting; empty for none
  freeze_seconds INTEGER NOT NULL DEFAULT 1800,
  freeze_after_call_seconds INTEGER,     -- NULL: as freeze_seconds
  overflow TEXT,                         -- overflow number, E.164; NULL leaves the page alone
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pool_site ON pool (site_id);
CREATE INDEX pool_account ON pool (account_id, id);

CREATE TABLE number (
  e164 TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  connection_id TEXT NOT NULL REFERENCES connection (id),
  site_id TEXT NOT NULL REFERENCES site (id),
  kind TEXT NOT NULL CHECK (kind IN ('pool', 'static', 'overflow', 'code')),
  pool_id TEXT REFERENCES pool (id),
  channel TEXT NOT NULL DEFAULT '',      -- of a static number
  destination TEXT,                      -- of a number without a pool; NULL: the connection's
  created_at INTEGER NOT NULL,
  CHECK ((kind = 'pool') = (pool_id IS NOT NULL))
) STRICT;
CREATE INDEX number_site ON number (site_id);
CREATE INDEX number_connection ON number (connection_id);
CREATE INDEX number_pool ON number (pool_id);
CREATE INDEX number_account ON number (account_id, e164);

-- Which switchboard may lease a pool number out. A row is taken away only when that switchboard has confirmed that
-- nobody holds the number any more, and only then can another take it: a number never has two switchboards (L1).
CREATE TABLE dealt (
  number TEXT PRIMARY KEY,
  site_id TEXT NOT NULL,
  shard INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dealt_site ON dealt (site_id);

CREATE TABLE placement (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  site_id TEXT NOT NULL REFERENCES site (id),
  position INTEGER NOT NULL,             -- first match wins
  target TEXT NOT NULL,                  -- original number on the pages, E.164
  conditions TEXT NOT NULL,              -- JSON, see Conditions
  action TEXT NOT NULL,                  -- JSON: {"pool": id} | {"static": e164} | {"leave": true}
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX placement_site ON placement (site_id, position);

-- History. `version` grows with every change of the row at its switchboard; an older one never overwrites a newer one.

CREATE TABLE visit (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  site_id TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  channel TEXT NOT NULL,                 -- of the visit's latest touch, for filters
  source TEXT NOT NULL,
  medium TEXT NOT NULL,
  campaign TEXT NOT NULL,
  term TEXT NOT NULL,
  content TEXT NOT NULL,
  landing TEXT NOT NULL,
  referrer TEXT NOT NULL,
  pages INTEGER NOT NULL,
  country TEXT NOT NULL,
  region TEXT NOT NULL,
  city TEXT NOT NULL,
  device TEXT NOT NULL,                  -- mobile, tablet, desktop
  browser TEXT NOT NULL,
  os TEXT NOT NULL,
  data TEXT NOT NULL,                    -- JSON: pages, signals, ids, leases
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_site_time ON visit (site_id, started_at DESC, id);
CREATE INDEX visit_account_time ON visit (account_id, started_at DESC, id);
CREATE INDEX visit_visitor ON visit (visitor_id, started_at DESC, id);

CREATE TABLE touch (
  visit_id TEXT NOT NULL,
  n INTEGER NOT NULL,                    -- 0 the first of the visit
  site_id TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  source TEXT NOT NULL,
  medium TEXT NOT NULL,
  campaign TEXT NOT NULL,
  term TEXT NOT NULL,
  content TEXT NOT NULL,
  landing TEXT NOT NULL,
  referrer TEXT NOT NULL,
  click_ids TEXT NOT NULL,               -- JSON object
  PRIMARY KEY (visit_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX touch_visitor ON touch (site_id, visitor_id, at);

CREATE TABLE call (
  id TEXT PRIMARY KEY,                   -- connection, ":" and the provider's call id
  account_id TEXT NOT NULL,
  site_id TEXT,                          -- NULL: the called number is none of ours
  connection_id TEXT NOT NULL,
  number TEXT NOT NULL,
  caller TEXT,                           -- NULL: withheld, or dropped after the retention period
  started_at INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER,
  status TEXT NOT NULL,
  duration_seconds INTEGER,
  talk_seconds INTEGER,
  destination TEXT,
  recording_url TEXT,
  recording_seconds INTEGER,
  voicemail INTEGER NOT NULL DEFAULT 0,
  digits TEXT,
  method TEXT NOT NULL,
  confidence REAL NOT NULL,
  visit_id TEXT,
  visitor_id TEXT,
  runner_up TEXT,                        -- JSON {visit, confidence} or NULL
  evidence TEXT NOT NULL,                -- JSON array of sentences
  curve_version INTEGER NOT NULL,
  channel TEXT NOT NULL,                 -- of the resolved visit, or of the static number
  source TEXT NOT NULL,
  medium TEXT NOT NULL,
  campaign TEXT NOT NULL,
  term TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX call_account_time ON call (account_id, started_at DESC, id);
CREATE INDEX call_site_time ON call (site_id, started_at DESC, id);
CREATE INDEX call_visit ON call (visit_id, started_at DESC, id);
CREATE INDEX call_caller ON call (caller, started_at DESC, id);

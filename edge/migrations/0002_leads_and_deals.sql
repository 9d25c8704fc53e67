-- Forms that visitors sent, deals that operators tell us of, and how both make callers known.

-- Forms sent during the visit; the code it was shown.
ALTER TABLE visit ADD COLUMN leads INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN code TEXT;
CREATE INDEX visit_code ON visit (account_id, code, started_at DESC, id) WHERE code IS NOT NULL;

-- Written by the switchboards' outboxes; never changed.
CREATE TABLE lead (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  site_id TEXT NOT NULL,
  visit_id TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  form TEXT NOT NULL,                    -- its name or id; empty when the page did not say
  page TEXT NOT NULL,                    -- path
  fields TEXT NOT NULL,                  -- JSON object
  phone TEXT                             -- the number that was left, E.164
) STRICT;
CREATE INDEX lead_account_time ON lead (account_id, at DESC, id);
CREATE INDEX lead_site_time ON lead (site_id, at DESC, id);
CREATE INDEX lead_visit ON lead (visit_id);
CREATE INDEX lead_visitor ON lead (visitor_id, at DESC, id);
CREATE INDEX lead_phone ON lead (site_id, phone, at DESC) WHERE phone IS NOT NULL;

-- Written by the API. `version` grows with every change; `told` is the version that all switchboards of the site have.
CREATE TABLE deal (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  site_id TEXT NOT NULL REFERENCES site (id),
  external_id TEXT,                      -- of the operator's own system
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'won', 'lost')),
  amount INTEGER NOT NULL,               -- minor units
  currency TEXT NOT NULL,
  at INTEGER NOT NULL,
  phone TEXT,                            -- E.164
  call_id TEXT,                          -- as given
  lead_id TEXT,                          -- as given
  visit_id TEXT,                         -- as given, or as found through call, lead, visitor or phone
  visitor_id TEXT,
  found_by TEXT,                         -- visit, visitor, call, lead, phone; NULL: nobody was found
  confidence REAL NOT NULL,              -- that the visit is the deal's
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,                    -- the switchboards have yet to hear of it
  version INTEGER NOT NULL DEFAULT 1,
  told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX deal_external ON deal (site_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX deal_account_time ON deal (account_id, at DESC, id);
CREATE INDEX deal_site_time ON deal (site_id, at DESC, id);
CREATE INDEX deal_phone ON deal (site_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX deal_visit ON deal (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX deal_untold ON deal (id) WHERE version > told;

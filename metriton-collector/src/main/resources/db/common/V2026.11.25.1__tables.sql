-- What a store knows of itself: versions that change when others have to read again, the secret's fingerprint.
CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE applications (
  id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL
);

-- Applications that are gone, and whose rows are to go.
CREATE TABLE deleted_applications (
  id INTEGER NOT NULL PRIMARY KEY
);

-- Declared metadata. A number is never given twice, so a key that comes back starts from nothing.
CREATE TABLE metadata_keys (
  id INTEGER NOT NULL PRIMARY KEY,
  application INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  why TEXT NOT NULL,
  UNIQUE (application, name)
);

-- The texts of versions, values and names, and in which years they are counted under their own name.
CREATE TABLE dimension_values (
  application INTEGER NOT NULL,
  dimension INTEGER NOT NULL,
  value INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (application, dimension, value)
);

CREATE TABLE admitted_values (
  application INTEGER NOT NULL,
  dimension INTEGER NOT NULL,
  year SMALLINT NOT NULL,
  value INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  PRIMARY KEY (application, dimension, year, value)
);

CREATE TABLE counters (
  application INTEGER NOT NULL,
  channel SMALLINT NOT NULL,
  metric SMALLINT NOT NULL,
  dimension INTEGER NOT NULL,
  day INTEGER NOT NULL,
  value INTEGER NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (application, channel, metric, dimension, day, value)
) ${without_rowid};

-- The counters of old periods, those of all values of a key in one row: value and n of each, seven bits a byte.
CREATE TABLE packed_counters (
  application INTEGER NOT NULL,
  channel SMALLINT NOT NULL,
  metric SMALLINT NOT NULL,
  dimension INTEGER NOT NULL,
  day INTEGER NOT NULL,
  pairs ${bytes} NOT NULL,
  PRIMARY KEY (application, channel, metric, dimension, day)
) ${without_rowid};

-- Hashes of installation and Idempotency-Key of 45 to 60 days. A row holds all that begin with the same 18 bits: the
-- generation in which it was written in 2 bytes, then for each 6 bytes, 2 bits of generation and 46 of hash.
CREATE TABLE report_keys (prefix INTEGER PRIMARY KEY, hashes ${bytes} NOT NULL);

-- The newest of them, which are not there yet: those of a group of reports, 8 bytes each.
CREATE TABLE recent_keys (
  id BIGINT NOT NULL PRIMARY KEY,
  generation INTEGER NOT NULL,
  hashes ${bytes} NOT NULL
) ${without_rowid};

CREATE TABLE tokens (
  id TEXT NOT NULL PRIMARY KEY,
  hash ${bytes} NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  application TEXT,
  name TEXT NOT NULL,
  created_day INTEGER NOT NULL
);

CREATE TABLE sessions (
  hash ${bytes} NOT NULL PRIMARY KEY,
  token TEXT NOT NULL,
  csrf TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE unknown_applications (
  name TEXT NOT NULL PRIMARY KEY,
  reports BIGINT NOT NULL,
  last_day INTEGER NOT NULL
);

-- Requests that were answered, but not counted, and why. Application 0: none that is known.
CREATE TABLE refusals (
  application INTEGER NOT NULL,
  day INTEGER NOT NULL,
  reason TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (application, day, reason)
);

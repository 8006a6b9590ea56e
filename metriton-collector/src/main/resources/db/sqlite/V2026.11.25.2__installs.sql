CREATE TABLE installs (
  install_key BLOB NOT NULL,
  channel SMALLINT NOT NULL,
  application INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  seen BLOB NOT NULL,
  said BLOB NOT NULL,
  PRIMARY KEY (install_key, channel)
) WITHOUT ROWID;

CREATE TABLE installs (
  install_key BYTEA NOT NULL,
  channel SMALLINT NOT NULL,
  application INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  seen BYTEA NOT NULL,
  said BYTEA NOT NULL,
  PRIMARY KEY (install_key, channel)
) PARTITION BY HASH (install_key);

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    -- Room in each page, so that the row of an installation that reports again stays in its page.
    EXECUTE format(
      'CREATE TABLE installs_%s PARTITION OF installs FOR VALUES WITH (MODULUS 16, REMAINDER %s) WITH (fillfactor = 90)', i, i);
  END LOOP;
END
$$;

-- Room, too, for a row that gets longer with each report; and random bytes are not worth an attempt to compress them.
ALTER TABLE report_keys SET (fillfactor = 70);
ALTER TABLE report_keys ALTER COLUMN hashes SET STORAGE EXTERNAL;

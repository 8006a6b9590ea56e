-- In which years and channels values are counted under their own name: what is tried out takes no name from production. It takes
-- the place of admitted_values, which stays while jars that know no other may still run on this database.
CREATE TABLE admissions (
  application INTEGER NOT NULL,
  dimension INTEGER NOT NULL,
  channel SMALLINT NOT NULL,
  year SMALLINT NOT NULL,
  value INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  PRIMARY KEY (application, dimension, channel, year, value)
);

-- Nobody knows of which channel they were.
INSERT INTO admissions (application, dimension, channel, year, value, first_day)
  SELECT application, dimension, 1, year, value, first_day FROM admitted_values;

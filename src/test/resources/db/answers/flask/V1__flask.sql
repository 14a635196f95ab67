-- The tables of the Flask question and of the answers to it.
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, username TEXT, password TEXT) STRICT;
CREATE TABLE test (id INTEGER PRIMARY KEY, text TEXT, source INTEGER, seq INTEGER) STRICT;
CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (1, 0);

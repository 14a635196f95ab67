-- The tables of the Streamlit question's fpl.db: 20 teams, 38 players each.
CREATE TABLE TeamsBasic (id INTEGER PRIMARY KEY, name TEXT NOT NULL, strength INTEGER NOT NULL) STRICT;
CREATE TABLE PlayersBasic (id INTEGER PRIMARY KEY, web_name TEXT NOT NULL, team INTEGER NOT NULL, now_cost REAL, photo BLOB) STRICT;
CREATE TABLE Visits (user TEXT PRIMARY KEY, reruns INTEGER NOT NULL) STRICT;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20)
INSERT INTO TeamsBasic SELECT i, 'team ' || i, i % 5 + 1 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 760)
INSERT INTO PlayersBasic SELECT i, 'player ' || i, i % 20 + 1, 4.0 + i % 9 / 2.0, NULL FROM n;

-- The table of a question asked in many forms: threads that read a text and write it back with an X appended.
CREATE TABLE Investment (
    InvestmentID INTEGER PRIMARY KEY,
    SectorGroup TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE Investment (InvestmentID INTEGER PRIMARY KEY, SectorGroup TEXT);

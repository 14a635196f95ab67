package io.signalbox.crash;

import io.signalbox.crash.Ledger.Id;
import io.signalbox.jdbc.SqliteDataSource;
import java.io.IOException;
import java.sql.SQLException;

/**
 * The process whose disk becomes full: told by a byte of input that there is little room, it commits until it cannot; told
 * that there is room again, it goes on.
 */
final class FullDisk {

    private FullDisk() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        StringBuilder told = new StringBuilder();
        try (SqliteDataSource dataSource = SqliteDataSource.open("jdbc:sqlite:" + arguments[0])) {
            CrashTables.create(dataSource);
            System.out.println("open");
            System.in.read();
            int number = 1;
            try {
                for (; true; number++) {
                    CrashTables.commit(dataSource, new Id(0, number));
                    told.append(Ledger.line(Ledger.ACKNOWLEDGED, new Id(0, number)));
                }
            } catch (SQLException e) {
                told.append(Ledger.line(Ledger.REFUSED, new Id(0, number)));
                boolean allThere = CrashTables.count(dataSource) == number - 1;
                System.out.println("full " + e.getClass().getName() + " " + e.getSQLState()
                        + (allThere ? ", reads go on" : ", rows are missing"));
            }
            System.in.read();
            CrashTables.commit(dataSource, new Id(0, number + 1));
            told.append(Ledger.line(Ledger.ACKNOWLEDGED, new Id(0, number + 1)));
            System.out.println("commits again");
        }
        System.out.print(told);
    }
}

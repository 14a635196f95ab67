package io.signalbox.sqlite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a check of a database has found; immutable.
 *
 * @param findings the worst first; empty where there is nothing to say
 * @param sqliteVersion the version of SQLite's library
 * @param fileSystem the kind of file system that the database is on, as the operating system calls it
 * @param size how large it is
 */
public record CheckReport(List<Finding> findings, String sqliteVersion, String fileSystem, Size size) {

    /** Copies the list, and puts the worst first. */
    public CheckReport {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::severity).reversed());
        findings = List.copyOf(sorted);
    }

    /**
     * How large a database is.
     *
     * @param pageSize bytes a page
     * @param pages pages in the database, without what is in the log alone
     * @param freePages those of them that hold nothing
     * @param logBytes the size of the write-ahead log's file
     * @param diskFreeBytes what this process may still write on its disk
     */
    public record Size(int pageSize, long pages, long freePages, long logBytes, long diskFreeBytes) {

        /** The size of the database without its log. */
        public long bytes() {
            return pages * pageSize;
        }
    }

    /** False if there is a finding that is an {@link Finding.Severity#ERROR}. */
    public boolean isSound() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /** This report with more findings. */
    public CheckReport with(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new CheckReport(all, sqliteVersion, fileSystem, size);
    }
}

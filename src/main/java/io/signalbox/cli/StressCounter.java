package io.signalbox.cli;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row that the threads count in: read, counted up by one, and written back with all its columns, so that an update that
 * somebody else made meanwhile would be lost, in either column.
 */
@Entity
@Table(name = StressTable.NAME)
class StressCounter {

    @Id
    private int id;

    @Column(nullable = false)
    private long counted;

    /** What other programs have counted, and this one has not. */
    @Column(nullable = false)
    private long others;

    protected StressCounter() {}

    int id() {
        return id;
    }

    long counted() {
        return counted;
    }

    long others() {
        return others;
    }

    void count() {
        counted++;
    }
}

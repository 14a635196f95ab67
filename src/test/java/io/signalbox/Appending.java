package io.signalbox;

import java.util.List;
import java.util.stream.IntStream;

/** The workload of the question that began it: threads read a row's text and write it back with an X appended. */
final class Appending {

    private final Database db;
    private final List<Long> rows;

    private Appending(Database db, List<Long> rows) {
        this.db = db;
        this.rows = rows;
    }

    /** On so many rows, whose text is empty. */
    static Appending onRows(Database db, int count) {
        List<Long> rows = db.write(em -> IntStream.range(0, count)
                .mapToObj(i -> {
                    Track row = new Track("");
                    em.persist(row);
                    return row.getId();
                })
                .toList());
        return new Appending(db, rows);
    }

    /** On all the rows that are there. */
    static Appending onAllRows(Database db) {
        return new Appending(
                db,
                db.read(em -> em.createQuery("select t.id from Track t order by t.id", Long.class)
                        .getResultList()));
    }

    /** One transaction: reads the row and writes it back. Any number may be given; they go round the rows. */
    void append(int number) {
        long row = rows.get(number % rows.size());
        db.writeWithoutResult(em -> {
            Track track = em.find(Track.class, row);
            track.setName(track.getName() + "X");
        });
    }

    /** How many Xs are in the rows. */
    long counted() {
        return db.read(em -> em.createQuery("select t.name from Track t", String.class).getResultList().stream()
                .mapToLong(String::length)
                .sum());
    }
}

package io.signalbox.bench;

import io.signalbox.Database;
import jakarta.persistence.PersistenceConfiguration;
import java.nio.file.Path;

/** This library, with its defaults. */
class SignalboxStack extends JpaStack {

    final Database db;

    SignalboxStack(Path file, Durability durability) {
        this(unit(file, durability));
    }

    /** With so many readers. */
    SignalboxStack(Path file, Durability durability, int readers) {
        this(unit(file, durability).property("signalbox.readers", readers));
    }

    private SignalboxStack(PersistenceConfiguration unit) {
        this.db = Database.open(unit);
    }

    static PersistenceConfiguration unit(Path file, Durability durability) {
        return configuration()
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + file)
                .property("signalbox.durability", durability.ours());
    }

    @Override
    <R> R read(Work<R> work) {
        return db.read(work::on);
    }

    @Override
    <R> R write(Work<R> work) {
        return db.write(work::on);
    }

    @Override
    public void close() {
        db.close();
    }
}

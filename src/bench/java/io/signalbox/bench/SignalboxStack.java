package io.signalbox.bench;

import io.signalbox.Database;
import java.nio.file.Path;

/** This library, with its defaults. */
final class SignalboxStack extends JpaStack {

    private final Database db;

    SignalboxStack(Path file, Durability durability) {
        this.db = Database.open(configuration()
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite:" + file)
                .property("signalbox.durability", durability.ours()));
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

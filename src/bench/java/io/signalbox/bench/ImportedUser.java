package io.signalbox.bench;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** A user that brings its id along, so that every stack can insert it in batches. */
@Entity
@Table(name = "users")
public class ImportedUser {

    private static final AtomicLong NEXT = new AtomicLong(1_000_000_000);

    @Id
    private Long id;

    @Column(nullable = false, unique = true)
    private String name;

    @Column(nullable = false)
    private String email;

    @Column(nullable = false)
    private String note;

    protected ImportedUser() {}

    ImportedUser(long id, String name) {
        this.id = id;
        this.name = name;
        this.email = name + "@example.org";
        this.note = "";
    }

    /** So many, none of which has an id or a name of another's. */
    static List<ImportedUser> next(String prefix, int count) {
        long first = NEXT.getAndAdd(count);
        return LongStream.range(first, first + count)
                .mapToObj(id -> new ImportedUser(id, prefix + "-" + id))
                .toList();
    }

    /** As four parameters, after those before. */
    void bind(PreparedStatement insert, int before) throws SQLException {
        insert.setLong(before + 1, id);
        insert.setString(before + 2, name);
        insert.setString(before + 3, email);
        insert.setString(before + 4, note);
    }
}

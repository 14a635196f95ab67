package io.signalbox.bench;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A user that brings its id along, so that every stack can insert it in batches. */
@Entity
@Table(name = "users")
public class ImportedUser {

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
}

package io.signalbox.bench;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A role; there are {@link Fixture#ROLES}. */
@Entity
@Table(name = "roles")
public class Role {

    @Id
    private Long id;

    @Column(nullable = false, unique = true)
    private String name;

    protected Role() {}

    String name() {
        return name;
    }
}

package io.signalbox.bench;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.LinkedHashSet;
import java.util.Set;

/** A user, as all stacks that use Hibernate map it. */
@Entity
@Table(name = "users")
public class User {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(nullable = false, unique = true)
    private String name;

    @Column(nullable = false)
    private String email;

    @Column(nullable = false)
    private String note;

    @OneToMany(mappedBy = "user")
    private Set<UserRole> roles = new LinkedHashSet<>();

    protected User() {}

    User(String name) {
        this.name = name;
        this.email = name + "@example.org";
        this.note = "";
    }

    Long id() {
        return id;
    }

    void append() {
        note = note + Workload.MARK;
    }

    int roleNames() {
        int length = 0;
        for (UserRole granted : roles) {
            length += granted.role().name().length();
        }
        return length;
    }
}

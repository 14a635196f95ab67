package io.signalbox.bench;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The users as Spring Data has them. */
public interface SpringUsers extends JpaRepository<User, Long> {

    /** By its name, with its roles. */
    @Query("select u from User u left join fetch u.roles g left join fetch g.role where u.name = :name")
    User withRoles(String name);
}

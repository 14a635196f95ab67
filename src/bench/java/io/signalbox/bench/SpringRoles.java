package io.signalbox.bench;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The roles of users as Spring Data has them. */
public interface SpringRoles extends JpaRepository<UserRole, Long> {

    /** The users of each role. */
    @Query("select count(g) from UserRole g join g.role r group by r.name")
    List<Long> counts();
}

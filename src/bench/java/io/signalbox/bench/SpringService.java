package io.signalbox.bench;

import jakarta.persistence.EntityManager;
import java.util.stream.IntStream;
import org.springframework.transaction.annotation.Transactional;

/** A service as Spring's guides have it. */
public class SpringService {

    private final SpringUsers users;
    private final SpringRoles roles;
    private final EntityManager em;

    public SpringService(SpringUsers users, SpringRoles roles, EntityManager em) {
        this.users = users;
        this.roles = roles;
        this.em = em;
    }

    @Transactional(readOnly = true)
    public int findById(long id) {
        return users.findById(id).orElseThrow().id().intValue();
    }

    @Transactional(readOnly = true)
    public int login(String name) {
        return users.withRoles(name).roleNames();
    }

    @Transactional
    public void append(long id) {
        users.findById(id).orElseThrow().append();
    }

    @Transactional
    public void register(String name) {
        roles.save(new UserRole(users.save(new User(name)), em.getReference(Role.class, 1L)));
    }

    @Transactional(readOnly = true)
    public long report() {
        return roles.counts().stream().mapToLong(Long::longValue).sum();
    }

    @Transactional
    public void importUsers(String prefix, int count) {
        users.saveAll(IntStream.range(0, count)
                .mapToObj(i -> new User(prefix + "-" + i))
                .toList());
    }
}

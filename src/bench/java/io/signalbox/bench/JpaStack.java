package io.signalbox.bench;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceConfiguration;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.StatelessSession;

/** The same calls of Hibernate for all stacks that use it; how a unit of work is run is the stack's. */
abstract class JpaStack implements Stack {

    private static final int BATCH = 100;

    /** Work in a session. */
    @FunctionalInterface
    interface Work<R> {
        R on(EntityManager em);
    }

    /** Work that reads only. */
    abstract <R> R read(Work<R> work);

    /** Work in a transaction that writes. */
    abstract <R> R write(Work<R> work);

    static PersistenceConfiguration configuration() {
        return new PersistenceConfiguration("bench")
                .managedClass(User.class)
                .managedClass(Role.class)
                .managedClass(UserRole.class)
                .managedClass(ImportedUser.class)
                .property("hibernate.jdbc.batch_size", BATCH);
    }

    @Override
    public int findById(long id) {
        return read(em -> em.find(User.class, id).id().intValue());
    }

    @Override
    public int login(String name) {
        return read(em -> em.createQuery(
                        "select u from User u left join fetch u.roles g left join fetch g.role where u.name = :name",
                        User.class)
                .setParameter("name", name)
                .getSingleResult()
                .roleNames());
    }

    @Override
    public void append(long id) {
        write(em -> {
            em.find(User.class, id).append();
            return id;
        });
    }

    @Override
    public void register(String name) {
        write(em -> {
            User user = new User(name);
            em.persist(user);
            em.persist(new UserRole(user, em.getReference(Role.class, 1L)));
            return name;
        });
    }

    @Override
    public long report() {
        return read(em -> em
                .createQuery("select r.name, count(g) from UserRole g join g.role r group by r.name", Object[].class)
                .getResultList()
                .stream()
                .mapToLong(row -> (Long) row[1])
                .sum());
    }

    @Override
    public void importUsers(String prefix, int count) {
        List<ImportedUser> users = ImportedUser.next(prefix, count);
        write(em -> {
            Session session = em.unwrap(Session.class);
            try (StatelessSession stateless =
                    session.statelessWithOptions().connection().openStatelessSession()) {
                stateless.insertMultiple(users);
            }
            return users;
        });
    }
}

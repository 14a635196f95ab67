package io.signalbox.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.jdbc.TransactionMode;
import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.RollbackException;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.util.Map;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pessimistic lock is the write lock of the database; errors are those that JPA has for them. */
class LocksAndErrorsTest {

    @Entity(name = "Account")
    @Table(
            uniqueConstraints =
                    @UniqueConstraint(
                            name = "uq_account_owner",
                            columnNames = {"owner", "bank"}),
            check = @CheckConstraint(name = "ck_balance", constraint = "balance >= 0"))
    static class Account {
        @Id
        Long id;

        @Version
        int version;

        String owner;
        String bank;

        @Column(nullable = false)
        Integer balance = 0;

        @Column(unique = true)
        String code;

        @ManyToOne
        Account parent;

        Account() {}

        Account(long id, String owner) {
            this.id = id;
            this.owner = owner;
            this.bank = "b";
        }
    }

    @Entity(name = "Log")
    static class Log {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;
    }

    private DialectUnit unit;

    @BeforeEach
    void open() {
        unit = DialectUnit.of(Account.class, Log.class)
                .with("signalbox.write_timeout", "50ms")
                .open();
        unit.persist(new Account(1, "a"));
    }

    @AfterEach
    void close() {
        unit.close();
    }

    private boolean isWriterHeld() {
        return unit.dataSource().orElseThrow().statistics().writer().held();
    }

    @ParameterizedTest
    @EnumSource(TransactionMode.class)
    void aPessimisticLockTakesTheWriter(TransactionMode mode) {
        for (LockModeType lock : new LockModeType[] {
            LockModeType.PESSIMISTIC_WRITE, LockModeType.PESSIMISTIC_READ, LockModeType.PESSIMISTIC_FORCE_INCREMENT
        }) {
            try (EntityManager em = EntityManagers.of(unit.factory()).openForWriting()) {
                EntityManagers.of(unit.factory()).begin(em, Optional.empty(), Optional.of(mode), Optional.empty());
                assertThat(em.find(Account.class, 1L, lock)).isNotNull();
                assertThat(isWriterHeld()).isTrue();
                assertThat(em.getLockMode(em.find(Account.class, 1L))).isEqualTo(lock);
                em.getTransaction().commit();
            }
            assertThat(isWriterHeld()).isFalse();
        }
    }

    @Test
    void aLockThatIsAskedForLaterIsTakenThen() {
        try (EntityManager em = EntityManagers.of(unit.factory()).openForWriting()) {
            EntityManagers.of(unit.factory())
                    .begin(em, Optional.empty(), Optional.of(TransactionMode.UPGRADE), Optional.empty());
            Account account = em.find(Account.class, 1L);
            assertThat(isWriterHeld()).isFalse();
            em.lock(account, LockModeType.PESSIMISTIC_WRITE);
            assertThat(isWriterHeld()).isTrue();
            em.getTransaction().commit();
            EntityManagers.of(unit.factory())
                    .begin(em, Optional.empty(), Optional.of(TransactionMode.UPGRADE), Optional.empty());
            assertThat(em.createQuery("from Account", Account.class)
                            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                            .getResultList())
                    .hasSize(1);
            assertThat(isWriterHeld()).isTrue();
            em.getTransaction().commit();
        }
    }

    @Test
    void aPessimisticLockInAReadOnlyTransactionIsRefused() {
        try (EntityManager em = EntityManagers.of(unit.factory()).openForReading()) {
            em.getTransaction().begin();
            assertThatThrownBy(() -> em.find(Account.class, 1L, LockModeType.PESSIMISTIC_WRITE))
                    .isInstanceOf(PessimisticLockException.class)
                    .hasStackTraceContaining("refused in a read-only transaction");
            em.getTransaction().rollback();
        }
    }

    @Test
    void aLockTimeoutIsHeeded() {
        try (EntityManager holder = unit.factory().createEntityManager()) {
            holder.getTransaction().begin();
            holder.persist(new Log());
            holder.flush();
            assertThatThrownBy(() -> inAnotherThread(() -> unit.run(em -> em.find(
                            Account.class,
                            1L,
                            LockModeType.PESSIMISTIC_WRITE,
                            Map.of("jakarta.persistence.lock.timeout", 1)))))
                    .isInstanceOf(LockTimeoutException.class);
            holder.getTransaction().rollback();
        }
    }

    private static void inAnotherThread(Runnable work) throws Throwable {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
        thread.start();
        thread.join();
        if (thrown[0] != null) {
            throw thrown[0];
        }
    }

    private ConstraintViolationException violated(Runnable work) {
        return catchThrowableOfType(ConstraintViolationException.class, work::run);
    }

    @Test
    void aViolatedConstraintTellsItsKindAndName() {
        ConstraintViolationException unique = violated(() ->
                unit.executeNative("insert into Account(id, version, owner, bank, balance) values(2, 0, 'a', 'b', 0)"));
        assertThat(unique.getKind()).isEqualTo(ConstraintKind.UNIQUE);
        assertThat(unique.getConstraintName()).isEqualTo("uq_account_owner");
        ConstraintViolationException check = violated(() -> unit.executeNative("update Account set balance = -1"));
        assertThat(check.getKind()).isEqualTo(ConstraintKind.CHECK);
        assertThat(check.getConstraintName()).isEqualTo("ck_balance");
        ConstraintViolationException notNull = violated(() -> unit.executeNative("update Account set balance = null"));
        assertThat(notNull.getKind()).isEqualTo(ConstraintKind.NOT_NULL);
        assertThat(notNull.getConstraintName()).isEqualTo("Account(balance)");
        ConstraintViolationException foreign = violated(() -> unit.executeNative("update Account set parent_id = 99"));
        assertThat(foreign.getKind()).isEqualTo(ConstraintKind.FOREIGN_KEY);
        ConstraintViolationException key =
                violated(() -> unit.executeNative("insert into Account(id, version, balance) values(1, 0, 0)"));
        assertThat(key.getKind()).isEqualTo(ConstraintKind.UNIQUE);
    }

    @Test
    void anEntityThatIsInTheContextAlreadyExists() {
        try (EntityManager em = unit.factory().createEntityManager()) {
            em.getTransaction().begin();
            em.find(Account.class, 1L);
            assertThatThrownBy(() -> em.persist(new Account(1, "z"))).isInstanceOf(EntityExistsException.class);
            assertThat(em.getTransaction().getRollbackOnly()).isTrue();
            em.getTransaction().rollback();
        }
    }

    @Test
    void anEntityThatIsInTheDatabaseAlreadyViolatesItsPrimaryKey() {
        try (EntityManager em = unit.factory().createEntityManager()) {
            em.getTransaction().begin();
            em.persist(new Account(1, "z"));
            ConstraintViolationException atFlush = catchThrowableOfType(ConstraintViolationException.class, em::flush);
            assertThat(atFlush.getKind()).isEqualTo(ConstraintKind.UNIQUE);
            assertThat(atFlush.getConstraintName()).isEqualTo("Account(id)");
            em.getTransaction().rollback();
            em.clear();
            em.getTransaction().begin();
            em.persist(new Account(1, "z"));
            RollbackException atCommit = catchThrowableOfType(
                    RollbackException.class, () -> em.getTransaction().commit());
            assertThat(atCommit).hasCauseInstanceOf(ConstraintViolationException.class);
        }
        assertThat(unit.find(Account.class, 1L).owner).isEqualTo("a");
    }

    @Test
    void aStaleVersionIsAnOptimisticLockException() {
        try (EntityManager em = unit.factory().createEntityManager()) {
            em.getTransaction().begin();
            Account stale = em.find(Account.class, 1L);
            em.getTransaction().commit();
            unit.run(other -> other.find(Account.class, 1L).balance = 5);
            em.getTransaction().begin();
            stale.balance = 6;
            assertThatThrownBy(em::flush).isInstanceOf(OptimisticLockException.class);
            em.getTransaction().rollback();
        }
        assertThat(unit.find(Account.class, 1L).balance).isEqualTo(5);
    }

    @Test
    void optimisticLocksIncrementAndCheck() {
        unit.run(em -> em.find(Account.class, 1L, LockModeType.OPTIMISTIC_FORCE_INCREMENT));
        assertThat(unit.find(Account.class, 1L).version).isEqualTo(1);
        unit.run(em -> em.find(Account.class, 1L, LockModeType.OPTIMISTIC));
        assertThat(unit.find(Account.class, 1L).version).isEqualTo(1);
    }
}

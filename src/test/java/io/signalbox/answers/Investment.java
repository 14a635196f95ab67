package io.signalbox.answers;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.stream.IntStream;

/** The question's row: the letter X is added to its SectorGroup. */
@Entity
@Table(name = "Investment")
class Investment {

    @Id
    @Column(name = "InvestmentID")
    private int id;

    @Column(name = "SectorGroup")
    private String sectorGroup;

    protected Investment() {}

    Investment(int id) {
        this.id = id;
    }

    /** Rows without a SectorGroup, numbered from 0. */
    static void create(EntityManager em, int rows) {
        IntStream.range(0, rows).forEach(id -> em.persist(new Investment(id)));
    }

    /** {@code group = rows[0][0] or ''}, and {@code group + 'X'} is written back. */
    static String append(EntityManager em, int id) {
        Investment row = em.find(Investment.class, id);
        row.sectorGroup = (row.sectorGroup == null ? "" : row.sectorGroup) + "X";
        return row.sectorGroup;
    }

    /** How many rows have how many X. */
    static List<String> sectorGroups(EntityManager em) {
        return em.createQuery("select i.sectorGroup from Investment i order by i.id", String.class)
                .getResultList();
    }
}

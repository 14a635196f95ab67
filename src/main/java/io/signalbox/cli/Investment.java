package io.signalbox.cli;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row whose text the threads append to. */
@Entity
@Table(name = "Investment")
class Investment {

    @Id
    @Column(name = "InvestmentID")
    private int id;

    @Column(name = "SectorGroup")
    private String sectorGroup = "";

    protected Investment() {}

    Investment(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    String sectorGroup() {
        return sectorGroup;
    }

    void append(String text) {
        sectorGroup = sectorGroup + text;
    }
}

package consumer;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** A wagon with what it carries. */
@Entity
public class Wagon {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private int load;

    protected Wagon() {}

    Wagon(int load) {
        this.load = load;
    }

    void add(int more) {
        load += more;
    }
}

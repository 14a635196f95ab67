package io.signalbox.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Table;

/**
 * Statements that empty tables although foreign keys are on. SQLite checks a foreign key when a statement ends, its
 * triggers included: so tables that reference each other are emptied by one DELETE with triggers that delete the rest.
 */
final class Emptying {

    private final Dialect dialect;

    Emptying(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Empties the tables of one group. */
    List<String> of(Set<Table> group) {
        List<String> statements = new ArrayList<>();
        if (group.size() > 1) {
            group.forEach(table -> statements.add(createTrigger(table, group)));
        }
        group.forEach(table -> statements.add("delete from " + nameOf(table)));
        if (group.size() > 1) {
            group.forEach(table -> statements.add("drop trigger if exists " + triggerOf(table)));
        }
        return statements;
    }

    private String createTrigger(Table table, Collection<Table> group) {
        StringBuilder trigger = new StringBuilder("create trigger if not exists ")
                .append(triggerOf(table))
                .append(" after delete on ")
                .append(nameOf(table))
                .append(" begin ");
        for (Table other : group) {
            if (!other.equals(table)) {
                trigger.append("delete from ").append(nameOf(other)).append("; ");
            }
        }
        return trigger.append("end").toString();
    }

    private String nameOf(Table table) {
        return ForeignKeyClause.nameOf(table, dialect);
    }

    private static String triggerOf(Table table) {
        return "\"emptying " + table.getName().replace("\"", "\"\"") + "\"";
    }
}

package io.signalbox.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;

/**
 * Tables in the order in which they can be emptied: what references comes before what it references, and tables that
 * reference each other, in however long a circle, come together.
 */
final class ReferenceOrder {

    private final Map<Table, Set<Table>> referencing = new LinkedHashMap<>();

    ReferenceOrder(Collection<Table> tables) {
        tables.forEach(table -> referencing.put(table, new LinkedHashSet<>()));
        for (Table table : tables) {
            for (ForeignKey key : ForeignKeyClause.of(table)) {
                Set<Table> children = referencing.get(key.getReferencedTable());
                if (children != null && !table.equals(key.getReferencedTable())) {
                    children.add(table);
                }
            }
        }
    }

    /** All tables; each group is a circle, or one table. */
    List<Set<Table>> all() {
        return before(referencing.keySet());
    }

    /** A table and all that reference it, over however many others. */
    List<Set<Table>> before(Table table) {
        return before(List.of(table));
    }

    private List<Set<Table>> before(Collection<Table> tables) {
        List<Set<Table>> groups = new ArrayList<>();
        Set<Table> placed = new LinkedHashSet<>();
        tables.forEach(table -> place(table, placed, groups));
        return groups;
    }

    private void place(Table table, Set<Table> placed, List<Set<Table>> groups) {
        if (placed.contains(table)) {
            return;
        }
        Set<Table> circle = circleOf(table);
        placed.addAll(circle);
        for (Table member : circle) {
            referencing.getOrDefault(member, Set.of()).forEach(child -> place(child, placed, groups));
        }
        groups.add(circle);
    }

    private Set<Table> circleOf(Table table) {
        Set<Table> circle = new LinkedHashSet<>();
        circle.add(table);
        for (Table child : reach(table)) {
            if (reach(child).contains(table)) {
                circle.add(child);
            }
        }
        return circle;
    }

    private Set<Table> reach(Table table) {
        Set<Table> reached = new LinkedHashSet<>();
        List<Table> open = new ArrayList<>(List.of(table));
        while (!open.isEmpty()) {
            for (Table child : referencing.getOrDefault(open.remove(open.size() - 1), Set.of())) {
                if (reached.add(child)) {
                    open.add(child);
                }
            }
        }
        return reached;
    }
}

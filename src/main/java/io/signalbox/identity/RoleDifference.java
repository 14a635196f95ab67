package io.signalbox.identity;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What {@link RoleService#setRoles} changed; immutable. The sets are ordered, and compare, without regard to case.
 *
 * @param granted the names of the roles that the user had not
 * @param revoked the names of the roles that the user has no more
 */
public record RoleDifference(SortedSet<String> granted, SortedSet<String> revoked) {

    /** Copies the sets. */
    public RoleDifference {
        granted = Collections.unmodifiableSortedSet(new TreeSet<>(granted));
        revoked = Collections.unmodifiableSortedSet(new TreeSet<>(revoked));
    }
}

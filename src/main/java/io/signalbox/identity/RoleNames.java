package io.signalbox.identity;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets of role names as results have them. */
final class RoleNames {

    private RoleNames() {}

    static SortedSet<String> sorted(Stream<String> names) {
        return Collections.unmodifiableSortedSet(
                names.collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))));
    }
}

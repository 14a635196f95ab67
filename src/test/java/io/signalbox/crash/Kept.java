package io.signalbox.crash;

import io.signalbox.crash.Event.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What of that which was not synced has reached the disk all the same: the worst that a power cut may leave. */
enum Kept {
    NOTHING {
        @Override
        List<Event> of(List<Event> pending, String name, Random random) {
            return List.of();
        }
    },
    EVERYTHING {
        @Override
        List<Event> of(List<Event> pending, String name, Random random) {
            return pending;
        }
    },
    THE_DATABASE {
        @Override
        List<Event> of(List<Event> pending, String name, Random random) {
            return name.endsWith(".db") ? pending : List.of();
        }
    },
    THE_LOG {
        @Override
        List<Event> of(List<Event> pending, String name, Random random) {
            return name.endsWith(".db") ? List.of() : pending;
        }
    },
    SOME {
        @Override
        List<Event> of(List<Event> pending, String name, Random random) {
            return pending.stream().filter(event -> random.nextBoolean()).toList();
        }
    },
    SOME_SECTORS {
        @Override
        List<Event> of(List<Event> pending, String name, Random random) {
            return pending.stream()
                    .flatMap(event -> sectors(event, random).stream())
                    .toList();
        }
    },
    THE_LAST_TORN {
        @Override
        List<Event> of(List<Event> pending, String name, Random random) {
            if (pending.isEmpty()) {
                return pending;
            }
            int last = pending.size() - 1;
            List<Event> kept = new ArrayList<>(pending.subList(0, last));
            kept.addAll(sectors(pending.get(last), random));
            return kept;
        }
    };

    private static final int SECTOR = 512;

    abstract List<Event> of(List<Event> pending, String name, Random random);

    /** Some of the sectors of a write, as a disk writes them: each whole or not at all. */
    private static List<Event> sectors(Event event, Random random) {
        if (event.kind() != Kind.WRITE) {
            return random.nextBoolean() ? List.of(event) : List.of();
        }
        List<Event> kept = new ArrayList<>();
        int from = 0;
        while (from < event.bytes().length) {
            int to = Math.min(event.bytes().length, from + SECTOR - (int) ((event.at() + from) % SECTOR));
            if (random.nextBoolean()) {
                byte[] part = Arrays.copyOfRange(event.bytes(), from, to);
                kept.add(new Event(Kind.WRITE, event.file(), event.at() + from, part));
            }
            from = to;
        }
        return kept;
    }
}

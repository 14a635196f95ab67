package io.signalbox.crash;

import io.signalbox.crash.Event.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The moments at which the power is cut: the ones that are hardest on a database, in equal parts, and any. */
final class CutPoints {

    private final List<Event> events;

    private CutPoints(List<Event> events) {
        this.events = events;
    }

    /** Events after which the power is cut. */
    static SortedSet<Integer> in(List<Event> events, int count, Random random) {
        CutPoints points = new CutPoints(events);
        List<IntPredicate> moments = List.of(
                points::isAcknowledgement,
                i -> i + 1 < events.size() && events.get(i + 1).kind() == Kind.SYNCED,
                i -> events.get(i).kind() == Kind.SYNCED,
                points::isOfCheckpoint,
                points::isOfNewLog,
                i -> true);
        SortedSet<Integer> cuts = new TreeSet<>();
        for (int moment = 0; moment < moments.size(); moment++) {
            int wanted = (count - cuts.size()) / (moments.size() - moment);
            points.draw(moments.get(moment), wanted, cuts, random);
        }
        return cuts;
    }

    private void draw(IntPredicate moment, int wanted, SortedSet<Integer> cuts, Random random) {
        List<Integer> candidates = new ArrayList<>(IntStream.range(0, events.size())
                .filter(moment)
                .filter(i -> !cuts.contains(i))
                .boxed()
                .toList());
        Collections.shuffle(candidates, random);
        cuts.addAll(candidates.subList(0, Math.min(wanted, candidates.size())));
    }

    private boolean isAcknowledgement(int i) {
        return events.get(i).kind() == Kind.PRINT;
    }

    /** Only a checkpoint writes whole pages, where they belong; a frame of the log begins with a header of its own. */
    private boolean isOfCheckpoint(int i) {
        Event event = events.get(i);
        return event.kind() == Kind.TRUNCATE
                || event.kind() == Kind.WRITE && event.bytes().length >= 512 && event.at() % event.bytes().length == 0;
    }

    /** Created, begun again from its start, or deleted. */
    private boolean isOfNewLog(int i) {
        Event event = events.get(i);
        return event.kind() == Kind.CREATE
                || event.kind() == Kind.UNLINK
                || event.kind() == Kind.WRITE && event.at() == 0 && event.bytes().length < 512;
    }
}

package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.UserCreated;
import io.iamwatch.detector.event.EventId;

/**
 * One life of a user name. A name that is used again is another incarnation and inherits nothing. Before its first
 * birth, and where events prove a life whose birth was not seen, a name belongs to an incarnation called unborn.
 *
 * @param birth CreateUser; null for the unborn
 * @param firstSecond the first second in which it can have existed (inclusive)
 * @param lastSecond the last second in which it can have existed (inclusive), {@link #OPEN} while it lives
 * @param deleted whether DeleteUser ended it; false where it lives, or where only the next birth proves its end
 * @param orderUnknown whether events of one second leave open if it outlived them
 */
public record Incarnation(Fact birth, long firstSecond, long lastSecond, boolean deleted,
        boolean orderUnknown) {

    /** Before this there is no time. */
    public static final long BEGINNING = Long.MIN_VALUE;

    /** Still there, as far as is known. */
    public static final long OPEN = Long.MAX_VALUE;

    static Incarnation unborn() {
        return new Incarnation(null, BEGINNING, OPEN, false, false);
    }

    static Incarnation unbornSince(long second) {
        return new Incarnation(null, second, OPEN, false, false);
    }

    static Incarnation bornOf(Fact birth, boolean orderUnknown) {
        return new Incarnation(birth, birth.second(), OPEN, false, orderUnknown);
    }

    Incarnation endedBy(long second, boolean deletion) {
        return new Incarnation(birth, firstSecond, second, deletion, orderUnknown);
    }

    /** Returns whether its birth was seen. */
    public boolean isBorn() {
        return birth != null;
    }

    /** Returns whether it was born in that second. */
    boolean isBornIn(long second) {
        return isBorn() && firstSecond == second;
    }

    /** Returns whether it can have existed in a second. */
    boolean livesIn(long second) {
        return firstSecond <= second && second <= lastSecond;
    }

    /** Returns whether, by what is known, it may exist now. */
    public boolean lives() {
        return lastSecond == OPEN;
    }

    /** Returns what identifies one that was born: its unique id, or the event that made it where that is not told. */
    public String id() {
        String userId = ((UserCreated) birth.change()).userId();
        EventId id = birth.event().id();
        return userId == null ? id.eventId() + ":" + id.second() : userId;
    }
}

package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;

/**
 * One stay of somebody at a name. A name that is used again is another incarnation and inherits nothing. Before its
 * first birth, and where events prove a life whose birth was not seen, a name belongs to an incarnation called
 * unborn.
 *
 * @param subject the name, in the spelling of whoever was asked for it
 * @param start what began it: a creation, or a renaming that brought somebody here; null for the unborn
 * @param firstSecond the first second in which it can have been here (inclusive)
 * @param lastSecond the last second in which it can have been here (inclusive), {@link #OPEN} while it is
 * @param end how it ended
 * @param orderUnknown whether events of one second leave open if it outlived them
 */
public record Incarnation(Subject subject, Fact start, long firstSecond, long lastSecond, End end,
        boolean orderUnknown) {

    /** Before this there is no time. */
    public static final long BEGINNING = Long.MIN_VALUE;

    /** Still there, as far as is known. */
    public static final long OPEN = Long.MAX_VALUE;

    /** How a stay at a name ended. */
    public enum End {
        /** It has not, as far as is known. */
        LIVES,
        /** By a deletion. */
        DELETED,
        /** By a renaming: it goes on under another name. */
        MOVED,
        /** Only the next birth proves that it had. */
        REPLACED
    }

    static Incarnation unborn(Subject subject, long since) {
        return new Incarnation(subject, null, since, OPEN, End.LIVES, false);
    }

    static Incarnation startedBy(Subject subject, Fact start, boolean orderUnknown) {
        return new Incarnation(subject, start, start.second(), OPEN, End.LIVES, orderUnknown);
    }

    Incarnation endedBy(long second, End how) {
        return new Incarnation(subject, start, firstSecond, second, how, orderUnknown);
    }

    /** Returns whether its beginning was seen. */
    boolean isStarted() {
        return start != null;
    }

    /** Returns whether it began with a creation. */
    boolean isBorn() {
        return start != null && start.change() instanceof Change.Born;
    }

    /** Returns whether it came from another name. */
    boolean isArrival() {
        return start != null && start.change() instanceof Change.Renamed;
    }

    /** Returns whether it began in that second. */
    boolean isStartedIn(long second) {
        return isStarted() && firstSecond == second;
    }

    /** Returns whether it can have been there in a second. */
    boolean livesIn(long second) {
        return firstSecond <= second && second <= lastSecond;
    }

    /** Returns whether, by what is known, it may be there now. */
    boolean lives() {
        return end == End.LIVES;
    }
}

package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a snapshot says of a creation that no event told: CreateDate is a birth. An event about the same creation,
 * and one that brought somebody to the name or took somebody from it afterwards, says more.
 */
final class SnapshotBirths {

    private SnapshotBirths() {
    }

    static List<Fact> of(Subject subject, List<Fact> facts) {
        List<Fact> births = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Fact fact : facts) {
            if (fact.change() instanceof Change.Snapshot snapshot && snapshot.created() != null
                    && ids.add(String.valueOf(snapshot.uniqueId()))
                    && facts.stream().noneMatch(other -> tellsMore(other, snapshot, fact.second(), subject))) {
                births.add(birth(fact, snapshot));
            }
        }
        return births;
    }

    private static boolean tellsMore(Fact other, Change.Snapshot snapshot, long taken, Subject subject) {
        if (other.future() || !Lives.begins(subject, other.change())) {
            return isLeftMeanwhile(other, snapshot, taken, subject);
        }
        if (other.change() instanceof Change.Born born && born.uniqueId() != null && snapshot.uniqueId() != null) {
            return born.uniqueId().equals(snapshot.uniqueId());
        }
        return other.second() >= snapshot.created() - Ownership.SKEW_SECONDS && other.second() <= taken;
    }

    /** Whoever was there left the name after that creation: who has it now was created under another. */
    static boolean isLeftMeanwhile(Fact other, Change.Snapshot snapshot, long taken, Subject subject) {
        return !other.future() && Lives.ends(subject, other.change())
                && other.second() > snapshot.created() + Ownership.SKEW_SECONDS && other.second() < taken;
    }

    /** The birth as the event would have told it: CreateUser says no more than that. */
    private static Fact birth(Fact fact, Change.Snapshot snapshot) {
        EventId id = fact.id();
        IamEvent event = fact.event();
        return new Fact(new IamEvent(new EventId(id.account(), id.eventId(), Fact.BASELINE, snapshot.created()),
                new Change.Born(snapshot.subject(), snapshot.uniqueId(), snapshot.arn(), null, null), event.call(),
                event.sha256(), event.origin()), fact.late(), false);
    }
}

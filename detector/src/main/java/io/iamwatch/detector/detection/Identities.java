package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Stretch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who somebody is, as findings tell it. A snapshot says of what it finds who that is and when it was created, but
 * no finding hears of it that is older by more than the window: it may be decided already when the snapshot
 * arrives, and then it stands as it was told. Whether it is depends on the order of arrival, and who it is must
 * not.
 */
final class Identities {

    private final String account;
    private final long memory;
    private final Map<Life, Assessment> assessments;
    private Map<Life, String> unborn;

    Identities(String account, long memory, Map<Life, Assessment> assessments) {
        this.account = account;
        this.memory = memory;
        this.assessments = assessments;
    }

    /** A name may have belonged to several whose births were not seen, one after the other. */
    private Map<Life, String> numbered() {
        Map<Life, String> numbered = new HashMap<>();
        Map<String, Integer> numbers = new TreeMap<>();
        assessments.entrySet().stream().sorted(Comparator.comparingLong(entry -> beginning(entry.getValue())))
                .filter(entry -> !isEvent(entry.getKey())).forEach(entry -> {
                    Life life = entry.getKey();
                    long beginning = beginning(entry.getValue());
                    boolean counts = beginning != Long.MAX_VALUE && !isBorn(life, beginning);
                    String name = life.firstName().toLowerCase(Locale.ROOT);
                    int number = counts ? numbers.merge(name, 1, Integer::sum) : numbers.getOrDefault(name, 0) + 1;
                    numbered.put(life, "unborn:" + name + (number == 1 ? "" : ":" + number));
                });
        return numbered;
    }

    private String unborn(Life life) {
        if (unborn == null) {
            unborn = numbered();
        }
        return unborn.get(life);
    }

    private static long beginning(Assessment assessment) {
        return assessment.stretches().stream().filter(stretch -> stretch.grade().isAdmin()).mapToLong(Stretch::from)
                .findFirst().orElse(Long.MAX_VALUE);
    }

    private static boolean isEvent(Life life) {
        return life.isBorn() && life.birth().isEvent();
    }

    /** Returns whether the birth is known to a finding about that second. */
    boolean isBorn(Life life, long second) {
        return isEvent(life) || (life.isBorn() && isToldOf(life, second));
    }

    private boolean isToldOf(Life life, long second) {
        return life.firstSnapshot() - memory <= second;
    }

    /** Returns the second of the birth; null where it is not known. */
    Long birth(Life life, long second) {
        return isBorn(life, second) ? life.firstSecond() : null;
    }

    /** Returns what identifies a finding over all its versions. */
    String uid(String family, Life life, long second) {
        return Sha256.ofParts(family, account, life.kind().word(),
                isBorn(life, second) ? life.id() : unborn(life));
    }

    /** Returns whom a finding is about. */
    Finding.Target target(Life life, long second) {
        String arn = isBorn(life, second) ? ((Change.Born) life.birth().change()).arn() : null;
        String uniqueId = isEvent(life) || isToldOf(life, second) ? life.uniqueId() : null;
        return new Finding.Target(account, life.kind(), life.firstName(), uniqueId, arn);
    }
}

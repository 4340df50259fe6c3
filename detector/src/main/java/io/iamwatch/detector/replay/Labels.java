package io.iamwatch.detector.replay;

import io.iamwatch.detector.replay.Score.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found of alerts, as far as it counts for a range: only what the range could have told is held against
 * it.
 *
 * @param words the whole in one sentence
 * @param counted how many labels count
 * @param attacks how many of these call an alert an attack
 * @param outOfRange how many are left out since every version of their alert was told outside of the range
 * @param otherAccounts how many are left out since their alert is about an account that was not asked for
 * @param unknown how many are left out since nothing tells when their alert was
 */
public record Labels(String words, int counted, int attacks, int outOfRange, int otherAccounts, int unknown) {

    /** Where the alert of a label is. */
    public enum Place {
        /** A version of it was told in the range, about an account that was asked for. */
        IN_RANGE,
        /** It was told before the range or after it only. */
        OUT_OF_RANGE,
        /** It is about an account that was not asked for. */
        OTHER_ACCOUNT,
        /** It neither ran, as far as can be known, nor do any of the rules raise it in the range. */
        UNKNOWN
    }

    /**
     * What labels say and where they are from.
     *
     * @param byUid of alerts, by their uids
     * @param by who has labelled them
     * @param none why there are none where there are none
     */
    public record Given(Map<String, Label> byUid, String by, String none) {
    }

    /**
     * Counts.
     *
     * @param places of alerts, by their uids; one that is missing is unknown
     */
    public static Labels of(Given given, Map<String, Place> places) {
        Map<Place, Integer> counts = new EnumMap<>(Place.class);
        Arrays.stream(Place.values()).forEach(place -> counts.put(place, 0));
        int attacks = 0;
        for (Map.Entry<String, Label> label : given.byUid().entrySet()) {
            Place place = places.getOrDefault(label.getKey(), Place.UNKNOWN);
            counts.merge(place, 1, Integer::sum);
            attacks += place == Place.IN_RANGE && label.getValue() == Label.TRUE_POSITIVE ? 1 : 0;
        }
        int counted = counts.get(Place.IN_RANGE);
        return new Labels(words(given, counted, attacks, leftOut(counts)), counted, attacks,
                counts.get(Place.OUT_OF_RANGE), counts.get(Place.OTHER_ACCOUNT),
                counts.get(Place.UNKNOWN));
    }

    /** Returns the labels that count. */
    public static Map<String, Label> counting(Given given, Map<String, Place> places) {
        Map<String, Label> counting = new TreeMap<>(given.byUid());
        counting.keySet().removeIf(uid -> places.get(uid) != Place.IN_RANGE);
        return counting;
    }

    private static String words(Given given, int counted, int attacks, String leftOut) {
        if (given.byUid().isEmpty()) {
            return given.none() + ": nothing can be said about precision or recall";
        }
        return (counted == 0
                ? "of the alerts that are labelled by " + given.by()
                        + " none counts here: nothing can be said about precision or recall"
                : counted + " alerts of this range are labelled by " + given.by() + ", " + attacks
                        + " of them as attacks")
                + leftOut;
    }

    private static String leftOut(Map<Place, Integer> counts) {
        List<String> reasons = new ArrayList<>();
        reason(reasons, counts.get(Place.OUT_OF_RANGE), "told outside of the range only");
        reason(reasons, counts.get(Place.OTHER_ACCOUNT), "about an account that was not asked for");
        reason(reasons, counts.get(Place.UNKNOWN),
                "of which nothing tells whether they belong to the range: none of the rules raises them there");
        return reasons.isEmpty() ? "" : "; left out are labels of alerts " + String.join(", ", reasons);
    }

    private static void reason(List<String> reasons, int count, String why) {
        if (count > 0) {
            reasons.add(why + " (" + count + ")");
        }
    }
}

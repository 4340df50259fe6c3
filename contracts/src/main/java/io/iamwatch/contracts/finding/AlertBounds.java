package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import java.util.ArrayList;
import java.util.List;

/**
 * How large an alert may be. Nothing that an attacker sends may make one that no consumer can read: raw records are
 * cut first, then evidences are left out from the end. What is left out is counted and stands in its topic at the
 * position that the evidence names.
 */
public final class AlertBounds {

    /** The largest alert, in bytes of its JSON. */
    public static final int MAX_ALERT_BYTES = 256 * 1024;

    /** The largest raw record that an alert quotes, in bytes. */
    public static final int MAX_RAW_RECORD_BYTES = 16 * 1024;

    /** The most evidences that an alert quotes. */
    public static final int MAX_EVIDENCES = 50;

    /** The longest text that an alert takes over from a record, in characters. */
    public static final int MAX_TEXT = 1024;

    /** JSON writers and readers stop at 1000 levels; a record that nests so deep would take its alert with it. */
    static final int MAX_RAW_RECORD_DEPTH = 100;

    private AlertBounds() {
    }

    /** Returns the finding, cut and marked as truncated where it was larger than the bounds. */
    public static DetectionFinding fit(DetectionFinding finding) {
        if (isSmall(finding)) {
            return finding;
        }
        DetectionFinding fitting = withinQuotes(finding);
        if (isTooLarge(fitting)) {
            fitting = Shrink.ORDINARY.apply(fitting);
        }
        fitting = withoutData(fitting);
        for (Shrink harder : List.of(Shrink.HARD, Shrink.HARDEST)) {
            if (isTooLarge(fitting)) {
                fitting = harder.apply(fitting);
            }
        }
        return isTooLarge(fitting) ? fitting.truncatedTo(List.of()) : fitting;
    }

    /**
     * Cuts a text to {@link #MAX_TEXT}, with an ellipsis as its last character where something was cut; null stays
     * null.
     */
    public static String cut(String text) {
        return cut(text, MAX_TEXT);
    }

    /** Cuts a text to so many characters, never between the two halves of one code point; null stays null. */
    public static String cut(String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }

    private static DetectionFinding withinQuotes(DetectionFinding finding) {
        List<Evidence> evidences = finding.evidences();
        List<Evidence> kept = evidences.stream().limit(MAX_EVIDENCES)
                .map(evidence -> isQuotable(evidence.data()) ? evidence : evidence.withData(null)).toList();
        return kept.equals(evidences) ? finding : finding.truncatedTo(kept);
    }

    /** An alert that is smaller than one raw record may be has no raw record that is too large. */
    private static boolean isSmall(DetectionFinding finding) {
        return finding.evidences().size() <= MAX_EVIDENCES
                && finding.evidences().stream().allMatch(evidence -> evidence.data() == null
                        || isShallow(evidence.data(), MAX_RAW_RECORD_DEPTH))
                && size(finding) <= MAX_RAW_RECORD_BYTES;
    }

    private static boolean isQuotable(JsonNode data) {
        return data == null || (isShallow(data, MAX_RAW_RECORD_DEPTH) && size(data) <= MAX_RAW_RECORD_BYTES);
    }

    private static boolean isShallow(JsonNode node, int depth) {
        if (depth == 0) {
            return node.isValueNode();
        }
        for (JsonNode child : node) {
            if (!isShallow(child, depth - 1)) {
                return false;
            }
        }
        return true;
    }

    private static DetectionFinding withoutData(DetectionFinding finding) {
        DetectionFinding fitting = finding;
        List<Evidence> kept = new ArrayList<>(finding.evidences());
        for (int last = kept.size() - 1; last >= 0 && isTooLarge(fitting); last--) {
            kept.set(last, kept.get(last).withData(null));
            fitting = finding.truncatedTo(List.copyOf(kept));
        }
        return fitting;
    }

    private static boolean isTooLarge(DetectionFinding finding) {
        return size(finding) > MAX_ALERT_BYTES;
    }

    private static int size(Object value) {
        try {
            return FindingJson.MAPPER.writeValueAsBytes(value).length;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values of bounded depth cannot fail to serialise", impossible);
        }
    }
}

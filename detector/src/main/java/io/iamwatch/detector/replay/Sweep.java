package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.RuleSetting;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Values that one setting is to be tried with.
 *
 * @param key as {@link RuleSetting#apply} takes it
 * @param values as a rules file writes them; of what is allowed, the names of files
 * @param lists what these files allow, by their names; empty where another setting is tried
 */
public record Sweep(String key, List<String> values, Map<String, List<AllowEntry>> lists) {

    /** So many variants are judged at most in one pass. */
    public static final int MAX_VARIANTS = 200;

    /** A sweep cannot be done; the message says what is wrong and what would be right, for people. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Keeps copies. */
    public Sweep {
        values = List.copyOf(values);
        lists = Map.copyOf(lists);
    }

    /** Tries a setting that a rules file writes in a word. */
    public Sweep(String key, List<String> values) {
        this(key, values, Map.of());
    }

    /** Returns whether the values are names of files, which {@link #with} has to tell the contents of. */
    public boolean isOfFiles() {
        return RuleSetting.isAllow(key);
    }

    /**
     * Returns the same with the contents of its files.
     *
     * @param read what each allows, by their names; all are there
     */
    public Sweep with(Map<String, List<AllowEntry>> read) {
        return new Sweep(key, values, read);
    }

    /**
     * Reads {@code KEY=V1,V2,…}.
     *
     * @throws RefusedException if it is not written so
     */
    public static Sweep of(String text) throws RefusedException {
        int equals = text.indexOf('=');
        List<String> values = equals < 0
                ? List.of()
                : Arrays.stream(text.substring(equals + 1).split(",", -1)).map(String::strip).toList();
        if (equals <= 0 || values.stream().anyMatch(String::isEmpty)) {
            throw new RefusedException(text + " is no sweep; KEY=V1,V2 is, as in new-admin-user.window=1h,1d,7d");
        }
        return new Sweep(text.substring(0, equals).strip(), values);
    }

    /**
     * Returns rules with every combination of values, the first setting's values changing slowest.
     *
     * @throws RefusedException if a setting does not exist, a value is not allowed, or there are too many combinations
     */
    public static List<Variant> variants(Rules rules, List<Sweep> sweeps) throws RefusedException {
        List<Variant> variants = new ArrayList<>(List.of(new Variant("", rules)));
        for (Sweep sweep : sweeps) {
            List<Variant> next = new ArrayList<>();
            for (Variant variant : variants) {
                for (String value : sweep.values()) {
                    next.add(sweep.with(variant, value));
                }
            }
            if (next.size() > MAX_VARIANTS) {
                throw new RefusedException("the sweeps come to more than " + MAX_VARIANTS
                        + " variants; sweep fewer values at once");
            }
            variants = next;
        }
        return sweeps.isEmpty() ? List.of() : List.copyOf(variants);
    }

    private Variant with(Variant variant, String value) throws RefusedException {
        return switch (isOfFiles()
                ? RuleSetting.allow(variant.rules(), key, lists.get(value))
                : RuleSetting.apply(variant.rules(), key, value)) {
            case RuleSetting.Applied.Changed(Rules rules) -> new Variant(
                    (variant.name().isEmpty() ? "" : variant.name() + " ") + key + "=" + value, rules);
            case RuleSetting.Applied.Refused(String message) -> throw new RefusedException(message);
        };
    }
}

package io.iamwatch.detector.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a condition compares, of the operators that compare text.
 *
 * @param ifExists whether it holds where the request does not have the key
 * @param quantifier of keys with several values
 */
record Operator(Comparison comparison, boolean negated, boolean ifExists, Quantifier quantifier) {

    enum Comparison {
        EQUALS, EQUALS_IGNORING_CASE, LIKE, NULL
    }

    enum Quantifier {
        NONE, ANY_VALUE, ALL_VALUES
    }

    private static final Map<String, Comparison> NAMES = Map.ofEntries(
            Map.entry("stringequals", Comparison.EQUALS), Map.entry("stringnotequals", Comparison.EQUALS),
            Map.entry("stringequalsignorecase", Comparison.EQUALS_IGNORING_CASE),
            Map.entry("stringnotequalsignorecase", Comparison.EQUALS_IGNORING_CASE),
            Map.entry("bool", Comparison.EQUALS_IGNORING_CASE),
            Map.entry("stringlike", Comparison.LIKE), Map.entry("stringnotlike", Comparison.LIKE),
            Map.entry("arnequals", Comparison.LIKE), Map.entry("arnnotequals", Comparison.LIKE),
            Map.entry("arnlike", Comparison.LIKE), Map.entry("arnnotlike", Comparison.LIKE),
            Map.entry("null", Comparison.NULL));

    /** Reads an operator's name; empty for one that does not compare text. */
    static Optional<Operator> parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        Quantifier quantifier = name.startsWith("foranyvalue:")
                ? Quantifier.ANY_VALUE
                : name.startsWith("forallvalues:") ? Quantifier.ALL_VALUES : Quantifier.NONE;
        name = name.substring(name.indexOf(':') + 1);
        boolean ifExists = name.endsWith("ifexists");
        name = ifExists ? name.substring(0, name.length() - "ifexists".length()) : name;
        Comparison comparison = NAMES.get(name);
        boolean negated = name.contains("not");
        return Optional.ofNullable(comparison).map(known -> new Operator(known, negated, ifExists, quantifier));
    }

    boolean usesWildcards() {
        return comparison == Comparison.LIKE;
    }

    /** Returns whether the request has to have the key, and has to have it with one of the values. */
    boolean isPositive() {
        return !negated && !ifExists && comparison != Comparison.NULL && quantifier != Quantifier.ALL_VALUES;
    }

    /** Compares what the request has; null where it does not have the key. */
    Certainty test(String value, List<Template> values, Subject subject) {
        if (comparison == Comparison.NULL) {
            boolean absenceAsked = values.stream().anyMatch(asked -> asked.toString().equalsIgnoreCase("true"));
            return Certainty.of(absenceAsked == (value == null));
        }
        if (value == null) {
            return Certainty.of(ifExists || quantifier == Quantifier.ALL_VALUES
                    || (negated && quantifier != Quantifier.ANY_VALUE));
        }
        Certainty any = Certainty.NO;
        for (Template asked : values) {
            any = any.or(matches(value, asked.fill(subject)));
        }
        return negated ? any.not() : any;
    }

    private Certainty matches(String value, Template.Filled asked) {
        if (comparison != Comparison.EQUALS_IGNORING_CASE || asked.glob() == null) {
            return asked.matches(value);
        }
        return new Template.Filled(asked.glob().toLowerCase(), asked.certain()).matches(value.toLowerCase(Locale.ROOT));
    }
}

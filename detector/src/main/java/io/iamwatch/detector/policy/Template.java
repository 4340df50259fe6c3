package io.iamwatch.detector.policy;

import java.util.Locale;

/** A resource or a condition's value as the policy writes it, perhaps with variables that the request fills in. */
final class Template {

    /**
     * What it stands for in one request.
     *
     * @param certain false where a variable of unknown value may be anything
     */
    record Filled(Glob glob, boolean certain) {
        /** A variable that the request does not have: IAM lets the statement match nothing. */
        static final Filled NOTHING = new Filled(null, true);

        Certainty matches(String text) {
            return when(glob != null && glob.matches(text));
        }

        Certainty covers(Glob space) {
            return when(glob != null && glob.covers(space));
        }

        Certainty meets(Glob space) {
            return when(glob != null && glob.meets(space));
        }

        private Certainty when(boolean holds) {
            return holds && !certain ? Certainty.PERHAPS : Certainty.of(holds);
        }
    }

    private final String text;
    private final boolean wildcards;
    /** Null where variables stand in it. */
    private final Filled fixed;

    Template(String text, boolean wildcards, boolean expandsVariables) {
        this.text = Glob.harmless(text);
        this.wildcards = wildcards;
        boolean variable = expandsVariables && text.contains("${");
        this.fixed = variable ? null : new Filled(wildcards ? Glob.of(text) : Glob.literal(text), true);
    }

    Filled fill(Subject subject) {
        return fixed != null ? fixed : expand(subject);
    }

    private Filled expand(Subject subject) {
        StringBuilder tokens = new StringBuilder();
        boolean certain = true;
        int at = 0;
        while (at < text.length()) {
            int start = text.indexOf("${", at);
            int end = start < 0 ? -1 : text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            appendPlain(tokens, text.substring(at, start));
            Subject.Value value = value(text.substring(start + 2, end), subject);
            if (value.known() && value.text() == null) {
                return Filled.NOTHING;
            }
            tokens.append(value.known() ? Glob.harmless(value.text()) : String.valueOf(Glob.MANY));
            certain &= value.known();
            at = end + 1;
        }
        appendPlain(tokens, text.substring(at));
        return new Filled(Glob.ofTokens(tokens.toString()), certain);
    }

    private void appendPlain(StringBuilder tokens, String plain) {
        tokens.append(wildcards ? plain.replace('*', Glob.MANY).replace('?', Glob.ONE) : plain);
    }

    /** Returns the value of what stands between the braces: a key, perhaps with a default in quotes. */
    private static Subject.Value value(String variable, Subject subject) {
        if (variable.equals("*") || variable.equals("?") || variable.equals("$")) {
            return Subject.Value.of(variable);
        }
        int comma = variable.indexOf(',');
        String key = comma < 0 ? variable : variable.substring(0, comma);
        Subject.Value value = subject.value(key.strip().toLowerCase(Locale.ROOT));
        boolean absent = value.known() && value.text() == null;
        return absent && comma >= 0 ? Subject.Value.of(unquoted(variable.substring(comma + 1).strip())) : value;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("'") && text.endsWith("'");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && template.text.equals(text) && template.wildcards == wildcards
                && (template.fixed == null) == (fixed == null);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

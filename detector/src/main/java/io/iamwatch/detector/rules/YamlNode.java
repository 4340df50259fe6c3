package io.iamwatch.detector.rules;

import java.util.List;
import java.util.regex.Pattern;

/** A YAML document as far as a rules file needs it, each part with its place. */
sealed interface YamlNode {

    /** Returns where it begins. */
    Place at();

    /** Returns what it is, in words: {@code the number 5}. */
    String inWords();

    /**
     * A place in the file.
     *
     * @param line from 1
     * @param column from 1
     */
    record Place(int line, int column) {

        static final Place START = new Place(1, 1);
    }

    /** What a scalar is under the core schema of YAML 1.2. */
    enum ScalarType {
        /** Nothing, {@code ~} or {@code null}. */
        NULL,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** A number, whole or not. */
        NUMBER,
        /** Everything else, and all that stands in quotes. */
        TEXT
    }

    /**
     * A single value.
     *
     * @param plain whether it stands without quotes
     */
    record Scalar(Place at, String text, boolean plain) implements YamlNode {

        private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
        private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                + "|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
        private static final int LONGEST_NUMBER = 64;

        ScalarType type() {
            if (!plain || text.length() > LONGEST_NUMBER) {
                return ScalarType.TEXT;
            }
            if (NULL.matcher(text).matches()) {
                return ScalarType.NULL;
            }
            if (BOOLEAN.matcher(text).matches()) {
                return ScalarType.BOOLEAN;
            }
            return NUMBER.matcher(text).matches() ? ScalarType.NUMBER : ScalarType.TEXT;
        }

        @Override
        public String inWords() {
            return switch (type()) {
                case NULL -> "empty";
                case BOOLEAN -> text;
                case NUMBER -> "the number " + text;
                case TEXT -> "the text " + Problems.quoted(text);
            };
        }
    }

    /** A list. */
    record Sequence(Place at, List<YamlNode> items) implements YamlNode {

        @Override
        public String inWords() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file, repeated keys among them. */
    record Mapping(Place at, List<Pair> pairs) implements YamlNode {

        @Override
        public String inWords() {
            return "a group of keys";
        }
    }

    /** A key with its value. */
    record Pair(YamlNode key, YamlNode value) {
    }
}

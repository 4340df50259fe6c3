package io.iamwatch.detector.rules;

import java.util.List;

/** What came of reading a rules file. */
public sealed interface Reading {

    /** It is valid. */
    record Valid(Rules rules) implements Reading {
    }

    /**
     * It is not.
     *
     * @param problems at least one, in the order of the file
     */
    record Invalid(List<Problem> problems) implements Reading {

        /** Keeps a copy. */
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /**
     * One error.
     *
     * @param line from 1
     * @param column from 1, in characters
     * @param message what is wrong and what would be right; it quotes the file, and so is hostile text
     */
    record Problem(int line, int column, String message) {
    }
}

package io.iamwatch.detector.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A parsed policy document: of an identity policy or of a boundary.
 *
 * @param expandsVariables whether its Version is 2012-10-17; an older document takes variables literally
 */
public record PolicyDocument(boolean expandsVariables, List<Statement> statements) {

    /**
     * Parses JSON, percent-encoded JSON as AWS responds with, or a JSON string that holds JSON. Never throws.
     *
     * @return empty where it is none of these or larger than IAM accepts by far
     */
    public static Optional<PolicyDocument> parse(String text) {
        return DocumentReader.read(text);
    }

    /** Returns whether it denies anything. */
    public boolean hasDeny() {
        return statements.stream().anyMatch(statement -> !statement.allows());
    }

    /** Returns whether it allows any of the calls that bear on a grade: otherwise nobody is more for having it. */
    public boolean isTelling() {
        return statements.stream().anyMatch(statement -> statement.allows() && !statement.actions().known().isEmpty());
    }

    /** Returns those of the calls that bear on a grade which it allows somewhere, whatever the conditions. */
    Set<Action> allowedSomewhere() {
        EnumSet<Action> allowed = EnumSet.noneOf(Action.class);
        for (Statement statement : statements) {
            if (statement.allows()) {
                allowed.addAll(statement.actions().known());
            }
        }
        return allowed;
    }
}

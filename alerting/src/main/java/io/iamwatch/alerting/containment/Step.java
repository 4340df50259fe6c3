package io.iamwatch.alerting.containment;

import java.util.List;

/**
 * One step of a containment.
 *
 * @param title what it does
 * @param notes what to know before: what it breaks, what it does not stop
 * @param commands AWS CLI commands, each on one line, quoted for a POSIX shell; empty where people have to decide
 */
public record Step(String title, List<String> notes, List<String> commands) {

    /** Takes copies. */
    public Step {
        notes = List.copyOf(notes);
        commands = List.copyOf(commands);
    }
}

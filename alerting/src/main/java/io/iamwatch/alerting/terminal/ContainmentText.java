package io.iamwatch.alerting.terminal;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.alerting.containment.Step;
import java.util.List;
import java.util.stream.Collectors;

/** Steps of a containment as a shell's script reads, in which all but the commands is comment. */
public final class ContainmentText {

    private ContainmentText() {
    }

    /** Returns the steps as text of several lines, the last of which is ended. */
    public static String of(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            text.append("# ").append(i + 1).append(". ").append(neutralise(step.title())).append('\n');
            step.notes().forEach(note -> text.append("#    ").append(neutralise(note, TerminalText.MAX_SENTENCE))
                    .append('\n'));
            text.append(step.commands().stream().map(command -> command + "\n").collect(Collectors.joining()))
                    .append('\n');
        }
        return text.toString();
    }
}

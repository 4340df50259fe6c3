package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.detector.replay.Score.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Labels that somebody wrote down: on each line the uid of an alert and a verdict, {@code 3f2a… false-positive},
 * with blanks or a comma between. Empty lines, and those that begin with {@code #}, say nothing.
 */
public final class LabelsFile {

    private LabelsFile() {
    }

    /**
     * Reads it.
     *
     * @throws ReplayFailure if it cannot be read, or a line says something else; names the line
     */
    public static Map<String, Label> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException failure) {
            throw new ReplayFailure(file + ": cannot be read as text: " + failure.getClass().getSimpleName(), failure);
        }
        Map<String, Label> labels = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(labels, line, file + ":" + (i + 1));
            }
        }
        return labels;
    }

    private static void add(Map<String, Label> labels, String line, String place) {
        String[] words = line.split("[\\s,]+", -1);
        Verdict verdict = words.length == 2 ? Verdict.ofWord(words[1]).orElse(null) : null;
        if (verdict == null) {
            throw new ReplayFailure(place + ": an alert's uid and a verdict are needed, one of "
                    + Arrays.stream(Verdict.values()).map(Verdict::word).collect(Collectors.joining(", ")));
        }
        VerdictLabels.label(verdict).ifPresentOrElse(label -> labels.put(words[0], label),
                () -> labels.remove(words[0]));
    }
}

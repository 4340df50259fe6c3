package io.iamwatch.alerting.console.act;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads an action out of the fields of a form, or of a JSON object; both have the same. */
public final class ActionReader {

    private static final Duration LONGEST_SNOOZE = Duration.ofDays(366);
    private static final int MAX_NAME = 100;

    private final Map<String, String> fields;
    private final Instant now;

    private ActionReader(Map<String, String> fields, Instant now) {
        this.fields = fields;
        this.now = now;
    }

    /** A field is missing, or says what cannot be; the message tells which one, and what could. */
    public static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    /**
     * Reads one.
     *
     * @param fields {@code type}, and what that needs: {@code assignee}, {@code text}, {@code until} or {@code for},
     *     {@code reason}, {@code verdict}
     * @param now wall clock; a snooze ends later
     * @throws Wrong if there is no such action, or a field is not as it has to be
     */
    public static Action read(Map<String, String> fields, Instant now) throws Wrong {
        return new ActionReader(fields, now).read();
    }

    private Action read() throws Wrong {
        String type = fields.getOrDefault("type", "");
        return switch (type) {
            case "acknowledge" -> new Action.Acknowledge();
            case "assign" -> new Action.Assign(name("assignee"));
            case "comment" -> new Action.Comment(needed("text"));
            case "snooze" -> new Action.Snooze(until(), needed("reason"));
            case "resume" -> new Action.Resume();
            case "resolve" -> new Action.Resolve(optional("text"));
            case "reopen" -> new Action.Reopen(optional("text"));
            case "close" -> new Action.Close(verdict(), optional("text"));
            default -> throw new Wrong("type has to be one of "
                    + Arrays.stream(Offer.values()).map(Offer::word).collect(Collectors.joining(", ")));
        };
    }

    /**
     * Returns a name of a person as it may stand in a log: one line, without what is invisible.
     *
     * @param what the field
     * @throws Wrong if it is empty or too long, or holds what is no part of a name
     */
    public static String name(String what, String given) throws Wrong {
        String name = given.strip();
        if (name.isEmpty() || name.length() > MAX_NAME || name.codePoints().anyMatch(ActionReader::isInvisible)) {
            throw new Wrong(what + " has to be a name of 1 to " + MAX_NAME + " visible characters");
        }
        return name;
    }

    private String name(String what) throws Wrong {
        return name(what, fields.getOrDefault(what, ""));
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private String needed(String field) throws Wrong {
        String text = optional(field);
        if (text == null) {
            throw new Wrong(field + " is missing");
        }
        return text;
    }

    /** Forms of browsers end lines with both characters. */
    private String optional(String field) throws Wrong {
        String text = fields.getOrDefault(field, "").replace("\r\n", "\n").strip();
        if (text.length() > IncidentCommand.MAX_TEXT) {
            throw new Wrong(field + " has " + text.length() + " characters; allowed are "
                    + IncidentCommand.MAX_TEXT);
        }
        return text.isEmpty() ? null : text;
    }

    private Verdict verdict() throws Wrong {
        String given = fields.getOrDefault("verdict", "");
        return Verdict.ofWord(given)
                .or(() -> Arrays.stream(Verdict.values()).filter(it -> Integer.toString(it.id()).equals(given))
                        .findFirst())
                .orElseThrow(() -> new Wrong("verdict has to be one of "
                        + Arrays.stream(Verdict.values()).map(Verdict::word).collect(Collectors.joining(", "))));
    }

    /** A form names how long; programs may name the instant. */
    private long until() throws Wrong {
        String given = fields.getOrDefault("until", "");
        Instant until = given.isEmpty()
                ? now.plus(duration(fields.getOrDefault("for", "")))
                : instant(given).orElseThrow(() -> new Wrong("until has to be a time as 2026-11-23T08:00:00Z, or "
                        + "milliseconds since 1970"));
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
            throw new Wrong("a snooze has to end in the future, within " + LONGEST_SNOOZE.toDays() + " days");
        }
        return until.toEpochMilli();
    }

    private static Optional<Instant> instant(String text) {
        try {
            if (text.matches("\\d{1,15}")) {
                return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
            }
            return Optional.of(text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static Duration duration(String text) throws Wrong {
        if (!text.matches("[1-9]\\d{0,4}[mhd]")) {
            throw new Wrong("for has to be a number and m, h or d, as 4h; or set until");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}

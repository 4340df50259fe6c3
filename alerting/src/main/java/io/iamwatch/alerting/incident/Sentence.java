package io.iamwatch.alerting.incident;

import static java.util.stream.Collectors.joining;

import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * The incident in one sentence: who made whom an administrator, by which path, how many seconds apart, from where,
 * with MFA or not. Names in it are as the records have them: whoever shows them neutralises them for the medium.
 */
public final class Sentence {

    private static final int NAMED = 3;

    private Sentence() {
    }

    /** Returns the sentence, without a full stop; empty where the alert does not tell who did what. */
    public static String of(Resource principal, AlertState alert) {
        Story story = Story.of(alert);
        if (alert.ta() == null || story.granters().isEmpty()) {
            return "";
        }
        return who(principal, story, alert.grade()) + by(story) + from(alert.parties()) + ", " + mfa(alert.parties());
    }

    /** Returns a principal as people call it: {@code user bob}. */
    public static String name(Resource principal) {
        String name = principal.name() == null ? principal.uid() : principal.name();
        String type = Objects.requireNonNullElse(principal.type(), "principal");
        return type.substring(type.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT) + " " + name;
    }

    /** Returns a distance in event time as people say it: {@code in the same second}, {@code 12 s later}. */
    public static String apart(long seconds) {
        if (seconds == 0) {
            return "in the same second";
        }
        return duration(Math.abs(seconds)) + (seconds > 0 ? " later" : " earlier by another clock");
    }

    private static String who(Resource principal, Story story, String grade) {
        String granters = listed(story.granters(), Party::actor);
        String what = "ADMIN_EQUIVALENT".equals(grade) ? "an administrator in effect" : "an administrator";
        if (story.creator().isEmpty()) {
            return granters + " made " + name(principal) + ", whose creation was not seen, " + what;
        }
        String creator = Objects.requireNonNullElse(story.creator().get().actor(), "somebody");
        String when = story.secondsBetween().isEmpty() ? "" : " " + apart(story.secondsBetween().getAsLong());
        return creator + " created " + name(principal)
                + (granters.equals(creator) ? " and made it " : ", " + granters + " made it ") + what + when;
    }

    private static String by(Story story) {
        return " by " + listed(story.granters(), Party::operation);
    }

    private static String from(List<Party> parties) {
        return parties.stream().allMatch(party -> party.source() == null)
                ? ", from where is unknown"
                : ", from " + listed(parties, Party::source);
    }

    private static String mfa(List<Party> parties) {
        List<Boolean> answers = parties.stream().map(Party::mfa).distinct().toList();
        if (answers.size() > 1) {
            boolean unknown = answers.contains(null);
            return answers.contains(false)
                    ? "MFA not on every call"
                    : unknown ? "MFA on some calls, unknown on others" : "with MFA";
        }
        return answers.getFirst() == null ? "MFA unknown" : answers.getFirst() ? "with MFA" : "without MFA";
    }

    private static String listed(List<Party> parties, Function<Party, String> what) {
        List<String> distinct = parties.stream().map(what).filter(Objects::nonNull).distinct().toList();
        if (distinct.isEmpty()) {
            return "somebody";
        }
        String named = distinct.stream().limit(NAMED).collect(joining(" and "));
        return distinct.size() > NAMED ? named + " and " + (distinct.size() - NAMED) + " more" : named;
    }

    private static String duration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 172_800
                ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
                : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }
}

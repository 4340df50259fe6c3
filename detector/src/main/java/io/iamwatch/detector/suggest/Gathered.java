package io.iamwatch.detector.suggest;

import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Alerts that one entry covers without covering more. */
final class Gathered {

    /** An owner or a reason may be so long. */
    private static final int MOST = 500;

    private final Scope scope;
    private final EnumSet<RuleId> rules = EnumSet.noneOf(RuleId.class);
    private final Set<String> incidents = new LinkedHashSet<>();
    private final Set<String> closers = new LinkedHashSet<>();
    private final Set<String> verdicts = new LinkedHashSet<>();
    private final List<String> alerts = new ArrayList<>();

    Gathered(Scope scope) {
        this.scope = scope;
    }

    void add(ClosedAlert closed, Seen.Usable seen) {
        rules.add(seen.rule());
        incidents.add(closed.incident());
        verdicts.add(closed.verdict());
        closers.add(speakable(closed.closedBy()));
        alerts.add(seen.rule().id() + ", " + seen.severity().caption().toLowerCase(Locale.ROOT) + ": "
                + closed.alert().message());
    }

    Proposal proposal(Suggestions.Terms terms) {
        String who = String.join(", ", closers);
        String owner = terms.owner() == null ? who : terms.owner();
        return new Proposal(
                new AllowEntry(scope.principal(), rules, Set.of(scope.account()), scope.target(), scope.maxGrade(),
                        Seen.left(scope.maxGrade()), cut(owner), reason(), terms.expires()),
                List.copyOf(incidents), alerts);
    }

    /** Names the incidents, as many as there is room for, and how many more there are. */
    private String reason() {
        StringBuilder reason = new StringBuilder("closed as " + String.join(" or ", verdicts) + ": incident ");
        int named = 0;
        for (String incident : incidents) {
            String more = " and " + (incidents.size() - named) + " more";
            if (reason.length() + incident.length() + more.length() + 2 > MOST) {
                return reason + more;
            }
            reason.append(named == 0 ? "" : ", ").append(incident);
            named++;
        }
        return reason.toString();
    }

    private static String speakable(String text) {
        StringBuilder spoken = new StringBuilder();
        text.codePoints().forEach(codePoint -> spoken.appendCodePoint(switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE -> '?';
            default -> codePoint;
        }));
        return spoken.toString().isBlank() ? "?" : spoken.toString();
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MOST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST));
    }
}

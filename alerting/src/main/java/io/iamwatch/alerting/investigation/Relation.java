package io.iamwatch.alerting.investigation;

import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf.Resource;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.topic.PrincipalKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody else who is part of an incident, as far as it is a user or a role of the account with a name that IAM
 * gives.
 *
 * @param kind {@code user} or {@code role}
 * @param name as the records have it
 */
public record Relation(Tie tie, String kind, String name) {

    /** So many of an incident are looked at: more are told as not visible. */
    static final int MOST = 50;

    private static final String NAME = "([\\w+=,.@-]{1,64})";
    private static final Pattern USER = Pattern.compile(NAME);
    /** The detector's words for whoever calls under a role. */
    private static final Pattern ROLE = Pattern.compile("role " + NAME + "(?: \\(session .*\\))?");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::([0-9]+):role/(?:[\\w+=,.@/-]*/)?"
            + NAME);
    private static final Pattern OF_USER = Pattern.compile(".*of user " + NAME);

    /** What it has to do with the principal. */
    public enum Tie {
        /** It created the principal, or made it an administrator. */
        GRANTED("who created it or granted"),
        /** The principal acted under it. */
        ASSUMED("which it assumed"),
        /** The principal made it, or a way to sign in as it. */
        MADE("which it made, or made a credential for");

        private final String words;

        Tie(String words) {
            this.words = words;
        }
    }

    /** Returns it in words: {@code role ops, which it assumed}. */
    public String words() {
        return kind + " " + name + ", " + tie.words;
    }

    /** Returns the key of the incidents about it. */
    public String key(String account) {
        return new PrincipalKey(account, kind, name).toString();
    }

    /**
     * Returns who is part of an incident.
     *
     * @param alerts all of its alerts
     */
    public static List<Relation> of(String account, Resource principal, List<AlertState> alerts) {
        List<AlertState> standing = alerts.stream().filter(AlertState::stands).toList();
        Stream<Relation> granted = Investigator.lead(standing).stream().flatMap(alert -> alert.parties().stream())
                .map(Party::actor).flatMap(actor -> actor(Tie.GRANTED, actor).stream());
        Stream<Relation> assumed = some(alerts, alert -> alert.seen().roles().stream())
                .flatMap(use -> role(account, use.role()).stream());
        Stream<Relation> made = some(alerts, alert -> alert.seen().descendants().stream())
                .flatMap(one -> made(one).stream());
        return Stream.of(granted, assumed, made).flatMap(Function.identity())
                .filter(one -> !one.isThat(principal)).distinct().limit(MOST).toList();
    }

    private static <T> Stream<T> some(List<AlertState> alerts, Function<AlertState, Stream<T>> what) {
        return alerts.stream().filter(alert -> alert.about() == null).flatMap(what);
    }

    private boolean isThat(Resource principal) {
        String type = "user".equals(kind) ? "AWS::IAM::User" : "AWS::IAM::Role";
        return name.equalsIgnoreCase(principal.name()) && type.equals(principal.type());
    }

    static Optional<Relation> actor(Tie tie, String actor) {
        Matcher role = ROLE.matcher(actor == null ? "" : actor);
        if (role.matches()) {
            return Optional.of(new Relation(tie, "role", role.group(1)));
        }
        return actor == null || !USER.matcher(actor).matches()
                ? Optional.empty()
                : Optional.of(new Relation(tie, "user", actor));
    }

    static Optional<Relation> role(String account, String arn) {
        Matcher role = ROLE_ARN.matcher(arn == null ? "" : arn);
        return role.matches() && role.group(1).equals(account)
                ? Optional.of(new Relation(Tie.ASSUMED, "role", role.group(2)))
                : Optional.empty();
    }

    static Optional<Relation> made(Descendant one) {
        String name = one.name() == null ? "" : one.name();
        boolean isName = USER.matcher(name).matches();
        Matcher ofUser = OF_USER.matcher(name);
        return switch (String.valueOf(one.what())) {
            case "user", "role" -> isName ? Optional.of(new Relation(Tie.MADE, one.what(), name)) : Optional.empty();
            case "session" -> Optional.empty();
            default -> ofUser.matches()
                    ? Optional.of(new Relation(Tie.MADE, "user", ofUser.group(1)))
                    : Optional.empty();
        };
    }
}

package io.iamwatch.alerting.containment;

import static io.iamwatch.alerting.containment.ShellWord.option;
import static io.iamwatch.alerting.containment.ShellWord.quote;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How to contain the principal of an incident, in an order in which nothing is lost that an investigation needs and
 * nothing can be undone by whom it is about: look, cap, deny, take the credentials, then the sessions, and delete
 * last. After AWS's
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html">revoking of
 * sessions</a> and its incident response playbook for compromised credentials.
 */
public final class Containment {

    /** {@code arn:partition:iam::account:user|group|role/path/name}. */
    private static final Pattern ARN = Pattern
            .compile("arn:(aws[a-z-]*):iam::([0-9]{12}):(user|group|role)/([\\w+=,.@/-]+)");

    private final String partition;
    private final String account;
    private final String kind;
    private final String name;
    private final Investigation known;

    private Containment(String partition, String account, String kind, String name, Investigation known) {
        this.known = known;
        this.partition = partition;
        this.account = account;
        this.kind = kind;
        this.name = name;
    }

    /**
     * Returns the steps for an incident.
     *
     * @return one step without commands where the principal's ARN is not known or is none that IAM gives
     */
    public static List<Step> of(IncidentFinding incident) {
        Ocsf.Resource principal = incident.unmapped().iamwatch().principal();
        Matcher arn = ARN.matcher(principal == null || principal.uid() == null ? "" : principal.uid());
        if (!arn.matches()) {
            return List.of(new Step("Find the principal first", List.of("Its ARN was not seen, or holds what IAM does"
                    + " not allow in one: no command is given for it. Look at the incident's raw evidence."),
                    List.of()));
        }
        String path = arn.group(4);
        Containment containment = new Containment(arn.group(1), arn.group(2), arn.group(3),
                path.substring(path.lastIndexOf('/') + 1), incident.unmapped().iamwatch().investigation());
        List<Step> steps = new ArrayList<>();
        steps.add(containment.rightAccount());
        steps.addAll(switch (containment.kind) {
            case "user" -> containment.user();
            case "group" -> containment.group();
            default -> containment.role();
        });
        steps.add(containment.byTheOrganisation());
        // Who is denied may undo that for seconds: it is denied from outside before its sessions are ended.
        containment.sessions().ifPresent(steps::add);
        steps.add(others(incident));
        Descendants.step(containment.known.descendants(), containment.denyAll()).ifPresent(steps::add);
        steps.add(containment.last());
        return steps;
    }

    private Step rightAccount() {
        return new Step("Be in the right account", List.of("It has to print " + account + "."),
                List.of("aws sts get-caller-identity --query Account --output text"));
    }

    private List<Step> user() {
        String user = option("--user-name", name);
        return List.of(
                new Step("Look, and keep what you see",
                        List.of("Changes nothing. Note the boundary: the next step replaces it."),
                        List.of("aws iam get-user " + user, "aws iam list-attached-user-policies " + user,
                                "aws iam list-user-policies " + user, "aws iam list-groups-for-user " + user,
                                "aws iam list-access-keys " + user, "aws iam list-mfa-devices " + user,
                                "aws iam get-login-profile " + user,
                                "aws iam list-service-specific-credentials " + user)),
                new Step("Cap and deny", List.of("Both at once: whoever is an administrator can remove either."),
                        List.of("aws iam put-user-permissions-boundary " + user + " "
                                + option("--permissions-boundary", denyAll()),
                                "aws iam attach-user-policy " + user + " " + option("--policy-arn", denyAll()))),
                new Step("Take the credentials", List.of("For each key and credential of the lists. A session that was"
                        + " issued before lives on until it ends, without rights once the denial holds.",
                        "List them again after 60 seconds: one may have been made meanwhile."),
                        List.of("aws iam update-access-key " + user + " --status=Inactive --access-key-id='AKIA…'",
                                "aws iam update-service-specific-credential " + user
                                        + " --status=Inactive --service-specific-credential-id='ACCA…'",
                                "aws iam delete-login-profile " + user, "sleep 60",
                                "aws iam list-access-keys " + user,
                                "aws iam list-service-specific-credentials " + user,
                                "aws iam get-login-profile " + user)));
    }

    private Optional<Step> sessions() {
        return switch (kind) {
            case "user" -> Optional.of(assumed());
            case "group" -> Optional.empty();
            default -> Optional.of(new Step("End its sessions", List.of("All of them drop, also those of others."),
                    List.of(revoke(name))));
        };
    }

    /** By name as far as that is known; a role of another account is another account's matter. */
    private Step assumed() {
        List<String> notes = new ArrayList<>(List.of("All sessions of such a role drop, also those of others. Roles of"
                + " AWS services and of Identity Center cannot be edited."));
        List<String> commands = new ArrayList<>();
        for (RoleUse use : known.roles()) {
            Matcher arn = ARN.matcher(use.role() == null ? "" : use.role());
            String role = arn.matches() ? arn.group(4).substring(arn.group(4).lastIndexOf('/') + 1) : "";
            if (!arn.matches() || !arn.group(3).equals("role")) {
                notes.add("A role without a name that IAM would give: " + use.role());
            } else if (!arn.group(2).equals(account)) {
                notes.add("In account " + arn.group(2) + ": role " + role + ", the same there");
            } else if (role.startsWith("AWSServiceRole") || role.startsWith("AWSReservedSSO_")) {
                notes.add("Cannot be edited: role " + role);
            } else {
                commands.add(revoke(role));
            }
        }
        if (known.roles().isEmpty()) {
            notes.add(known.followed()
                    ? "It was not seen to assume one."
                    : "Which ones is not told: put the name in for each.");
            commands.add(revoke("ROLE"));
        }
        return new Step("End the sessions of roles that it assumed", notes, commands);
    }

    private List<Step> group() {
        String group = option("--group-name", name);
        return List.of(
                new Step("Look, and keep what you see", List.of("Changes nothing. Its members are administrators too."),
                        List.of("aws iam get-group " + group, "aws iam list-attached-group-policies " + group,
                                "aws iam list-group-policies " + group)),
                new Step("Deny", List.of("It holds for every member, also those who should be administrators."),
                        List.of("aws iam attach-group-policy " + group + " " + option("--policy-arn", denyAll()))));
    }

    private List<Step> role() {
        String role = option("--role-name", name);
        return List.of(
                new Step("Look, and keep what you see",
                        List.of("Changes nothing. Note the trust policy and the boundary."),
                        List.of("aws iam get-role " + role, "aws iam list-attached-role-policies " + role,
                                "aws iam list-role-policies " + role)),
                new Step("Cap and deny", List.of("Roles of AWS services and of Identity Center cannot be edited.",
                        "Whatever works with this role stops."),
                        List.of("aws iam put-role-permissions-boundary " + role + " "
                                + option("--permissions-boundary", denyAll()),
                                "aws iam attach-role-policy " + role + " " + option("--policy-arn", denyAll()))));
    }

    /** What the console calls AWSRevokeOlderSessions. */
    private static String revoke(String role) {
        String now = "'\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\"'";
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\","
                + "\"Resource\":\"*\",\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"" + now + "\"}}}]}";
        return "aws iam put-role-policy " + option("--role-name", role)
                + " --policy-name=AWSRevokeOlderSessions --policy-document='" + policy + "'";
    }

    private Step byTheOrganisation() {
        return new Step("Deny from the management account",
                List.of("An administrator of the account can undo all of the"
                        + " above, within seconds. A service control policy it cannot. It does not bind the management"
                        + " account itself, nor roles of AWS services.",
                        "The file is deploy/guardrails/scp-deny-principal.json: put the principal's ARN into it, "
                                + quote("arn:" + partition + ":iam::" + account + ":" + kind + "/" + name)
                                + " with its path."),
                List.of("aws organizations create-policy --type=SERVICE_CONTROL_POLICY --name=iamwatch-deny-principal"
                        + " --description='incident response' --content=file://scp-deny-principal.json",
                        "aws organizations attach-policy --policy-id='p-…' " + option("--target-id", account)));
    }

    private static Step others(IncidentFinding incident) {
        String actors = incident.unmapped().iamwatch().alerts().stream().map(AlertState::parties)
                .flatMap(List::stream).map(Party::actor).filter(actor -> actor != null).distinct().limit(10)
                .collect(Collectors.joining(", "));
        return new Step("Then whoever did it", List.of(actors.isEmpty()
                ? "Who created and granted was not seen."
                : "Who created or granted: " + actors + ". The same steps for each whose credentials were misused.",
                "Then everything that the principal made since: keys of others, users, roles, trust.",
                "What was seen of that is the next step, where something was."), List.of());
    }

    private Step last() {
        return new Step("Only then detach and delete",
                List.of("What is deleted cannot be looked at any more, and a user"
                        + " of the same name may come again."),
                List.of());
    }

    private String denyAll() {
        return "arn:" + partition + ":iam::aws:policy/AWSDenyAll";
    }
}

package io.iamwatch.alerting.containment;

import static io.iamwatch.alerting.containment.ShellWord.option;
import static io.iamwatch.alerting.containment.ShellWord.quote;

import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Credential;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Seen.CredentialKind;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    private static final Pattern ID = Pattern.compile("[A-Z0-9]{8,128}");

    private final String partition;
    private final String account;
    private final String kind;
    private final String name;
    private final Investigation known;
    private final Sequence sequence;

    private Containment(String partition, String account, String kind, String name, Investigation known) {
        this.known = known;
        this.partition = partition;
        this.account = account;
        this.kind = kind;
        this.name = name;
        this.sequence = new Sequence(kind, name, denyAll(), ids(known, CredentialKind.ACCESS_KEY),
                ids(known, CredentialKind.SERVICE_CREDENTIAL));
    }

    /** Returns the ids that are known and not known to be of no use any more, as far as AWS would give them. */
    private static List<String> ids(Investigation known, CredentialKind kind) {
        return known.credentials().stream().filter(it -> it.kind() == kind && "active".equals(it.state()))
                .map(Credential::id).filter(id -> id != null && ID.matcher(id).matches()).distinct().toList();
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
        steps.add(Creators.step(incident, containment.denyAll()));
        Descendants.step(containment.known.descendants(), containment.denyAll()).ifPresent(steps::add);
        steps.add(containment.last(incident));
        return steps;
    }

    private Step rightAccount() {
        return new Step("Be in the right account", List.of("It has to print " + account + "."),
                List.of("aws sts get-caller-identity --query Account --output text"));
    }

    private List<Step> user() {
        return List.of(
                new Step("Look, and keep what you see",
                        List.of("Changes nothing. Note the boundary: the next step replaces it."), sequence.look()),
                new Step("Cap and deny", List.of("Both at once: whoever is an administrator can remove either."),
                        sequence.capAndDeny()),
                new Step("Take the credentials", List.of("A session that was issued before lives on until it ends,"
                        + " without rights once the denial holds.",
                        "List them again after 60 seconds: one may have been made meanwhile."),
                        Stream.concat(sequence.takeCredentials().stream(), sequence.listAgain().stream()).toList()));
    }

    private Optional<Step> sessions() {
        return switch (kind) {
            case "user" -> Optional.of(assumed());
            case "group" -> Optional.empty();
            default -> Optional.of(new Step("End its sessions", List.of("All of them drop, also those of others."),
                    List.of(Sequence.revoke(name))));
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
                commands.add(Sequence.revoke(role));
            }
        }
        if (known.roles().isEmpty()) {
            notes.add(known.followed()
                    ? "It was not seen to assume one."
                    : "Which ones is not told: put the name in for each.");
            commands.add(Sequence.revoke("ROLE"));
        }
        return new Step("End the sessions of roles that it assumed", notes, commands);
    }

    private List<Step> group() {
        return List.of(
                new Step("Look, and keep what you see", List.of("Changes nothing. Its members are administrators too."),
                        sequence.look()),
                new Step("Deny", List.of("It holds for every member, also those who should be administrators."),
                        sequence.capAndDeny()));
    }

    private List<Step> role() {
        return List.of(
                new Step("Look, and keep what you see",
                        List.of("Changes nothing. Note the trust policy and the boundary."), sequence.look()),
                new Step("Cap and deny", List.of("Roles of AWS services and of Identity Center cannot be edited.",
                        "Whatever works with this role stops."), sequence.capAndDeny()));
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

    private Step last(IncidentFinding incident) {
        List<String> notes = new ArrayList<>(List.of("What is deleted cannot be looked at any more, and a " + kind
                + " of the same name may come again."));
        Incidents.lead(incident).map(lead -> lead.state().path()).filter(path -> !path.isEmpty())
                .ifPresent(path -> notes.add("What made it an administrator: " + String.join("; ", path) + ". What of"
                        + " that lies outside of it, a policy's version, a role's trust, what a group has, is to be"
                        + " taken back there."));
        return new Step("Only then detach and delete", notes, Deletion.commands(sequence));
    }

    private String denyAll() {
        return "arn:" + partition + ":iam::aws:policy/AWSDenyAll";
    }
}

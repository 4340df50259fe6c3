package io.iamwatch.alerting.containment;

import io.iamwatch.alerting.investigation.Relation;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.topic.AccountPartitioner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How to contain those who created the principal or made it an administrator: as far as IAM can. */
final class Creators {

    private static final int MOST = 10;

    private final IncidentFinding.Details incident;
    private final String denyAll;
    private final List<String> notes = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();

    private Creators(IncidentFinding.Details incident, String denyAll) {
        this.incident = incident;
        this.denyAll = denyAll;
    }

    static Step step(IncidentFinding incident, String denyAll) {
        return new Creators(incident.unmapped().iamwatch(), denyAll).step();
    }

    private Step step() {
        List<String> actors = parties().map(Party::actor).filter(Objects::nonNull).distinct().limit(MOST).toList();
        notes.add(actors.isEmpty()
                ? "Who created and granted was not seen."
                : "Who created or granted: " + String.join(", ", actors) + ". For each whose credentials were misused,"
                        + " and for no other: whatever works with it stops.");
        List<Relation> granted = Relation.of(AccountPartitioner.accountOf(incident.key()), incident.principal(),
                incident.alerts()).stream().filter(one -> one.tie() == Relation.Tie.GRANTED).limit(MOST).toList();
        granted.forEach(this::contain);
        actors.stream().filter(actor -> actor.startsWith("the root user")).findFirst().ifPresent(root -> notes.add(
                "The root user: no policy binds it but the organisation's. Reset its password and its MFA, and delete"
                        + " its access keys, signed in as it; in an organisation its credentials can be deleted from"
                        + " the management account."));
        notes.add("Then everything that the principal made since: keys of others, users, roles, trust. What was seen of"
                + " that is the next step, where something was.");
        return new Step("Then whoever did it", notes, commands);
    }

    private Stream<Party> parties() {
        return incident.alerts().stream().filter(alert -> alert.about() == null).map(AlertState::parties)
                .flatMap(List::stream);
    }

    private void contain(Relation one) {
        if (one.kind().equals("user")) {
            Sequence user = new Sequence("user", one.name(), denyAll, keysOf(one.name()), List.of());
            commands.addAll(user.look());
            commands.addAll(user.capAndDeny());
            commands.addAll(user.takeCredentials());
        } else if (one.name().startsWith("AWSReservedSSO_")) {
            notes.add("Role " + one.name() + " is of Identity Center and cannot be edited here: disable the user there,"
                    + " end its sessions, and look who else has the permission set.");
        } else if (one.name().startsWith("AWSServiceRole")) {
            notes.add("Role " + one.name() + " is of an AWS service and cannot be edited: look for who told the service"
                    + " to act.");
        } else {
            Sequence role = new Sequence("role", one.name(), denyAll, List.of(), List.of());
            notes.add("Of role " + one.name() + " all sessions drop, also those of others.");
            commands.addAll(role.look());
            commands.add(Sequence.revoke(one.name()));
        }
    }

    /** Those that calls were signed with. */
    private List<String> keysOf(String user) {
        return parties().filter(party -> user.equals(party.actor())).map(Party::credential)
                .filter(id -> id != null && id.matches("AKIA[A-Z0-9]{1,124}")).distinct().toList();
    }
}

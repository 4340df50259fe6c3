package io.iamwatch.alerting.investigation;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.AdminActivity.Source;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import io.iamwatch.contracts.finding.Seen;
import io.iamwatch.contracts.finding.Seen.CredentialCall;
import io.iamwatch.contracts.finding.Seen.CredentialChange;
import io.iamwatch.contracts.finding.Seen.CredentialKind;
import io.iamwatch.contracts.finding.Seen.Denied;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.finding.Seen.GuardCall;
import io.iamwatch.contracts.finding.Seen.Measures;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads out of an alert's evidence what it tells of its principal besides the story. */
public final class SeenReader {

    private static final String DENIED = "denied-iam-attempts";
    private static final String CONTAINED = "new-admin-contained";
    /** Alerts of these rules quote calls about their target, and no others. */
    private static final Set<String> ABOUT_ITS_CREDENTIALS = Set.of("credential-for-other-user", CONTAINED);
    private static final Set<String> GUARDS = Set.of("DeleteAccountPasswordPolicy", "UpdateAccountPasswordPolicy",
            "DeactivateMFADevice", "DeleteVirtualMFADevice");
    private static final Map<String, String> CREATIONS = Map.of("CreateUser", "userName", "CreateRole", "roleName");
    private static final Set<String> SESSIONS = Set.of("GetSessionToken", "GetFederationToken");

    private final DetectionFinding alert;
    private final List<Party> parties;
    private final Ocsf.Resource principal;
    private final String rule;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final List<CredentialCall> credentials = new ArrayList<>();
    private final List<GuardCall> guards = new ArrayList<>();
    private final List<String> deniedCalls = new ArrayList<>();
    private final Map<String, RoleUse> roles = new LinkedHashMap<>();
    private final Set<Descendant> descendants = new LinkedHashSet<>();

    private SeenReader(DetectionFinding alert, List<Party> parties) {
        this.alert = alert;
        this.parties = parties;
        this.principal = alert.resources().isEmpty()
                ? new Ocsf.Resource(null, null, null, null)
                : alert.resources().getFirst();
        Ocsf.Analytic analytic = alert.findingInfo().analytic();
        this.rule = analytic == null || analytic.uid() == null ? "" : analytic.uid();
    }

    /**
     * Returns what an alert tells.
     *
     * @param parties one for each piece of evidence, in its order
     */
    public static Seen of(DetectionFinding alert, List<Party> parties) {
        return new SeenReader(alert, parties).read();
    }

    private Seen read() {
        for (int i = 0; i < parties.size(); i++) {
            look(alert.evidences().get(i), parties.get(i), words(i));
        }
        AdminActivity activity = alert.details().activity();
        if (activity != null) {
            ActivityReader.read(activity, credentials, roles, descendants);
        }
        return new Seen(activity == null ? List.copyOf(services.values()) : activity.services(),
                activity == null ? services.size() : activity.servicesTotal(),
                activity == null ? List.copyOf(sources.values()) : activity.sources(), credentials, guards,
                List.copyOf(roles.values()), List.copyOf(descendants), denied(), measures(),
                alert.details().stillSucceeding());
    }

    private String words(int index) {
        List<String> path = alert.details().path();
        return index < path.size() ? path.get(index) : null;
    }

    private void look(Evidence evidence, Party call, String words) {
        Optional<JsonNode> record = Optional.ofNullable(evidence.data()).filter(data -> data.has("eventName"));
        boolean succeeded = !rule.equals(DENIED) && record.filter(it -> it.hasNonNull("errorCode")).isEmpty();
        boolean byPrincipal = isPrincipal(evidence.actor());
        if (byPrincipal) {
            calledBy(evidence, call, record, succeeded);
        }
        if (!succeeded && byPrincipal && call.operation() != null && !deniedCalls.contains(call.operation())) {
            deniedCalls.add(call.operation());
        }
        if (succeeded) {
            credential(call, record, words, byPrincipal);
            guard(call, record);
        }
    }

    private void calledBy(Evidence evidence, Party call, Optional<JsonNode> record, boolean succeeded) {
        if (call.source() != null) {
            sources.merge(call.source(), new Source(call.source(), call.time(), call.time(), 1, false), Merge::calls);
        }
        String key = call.credential();
        if (key != null && key.startsWith("AKIA")) {
            credentials.add(new CredentialCall(CredentialKind.ACCESS_KEY, key, CredentialChange.USED, call.time(),
                    call.actor(), call.position()));
        }
        if (evidence.api() != null && evidence.api().service() != null && evidence.api().service().name() != null) {
            String service = evidence.api().service().name().split("\\.", 2)[0];
            services.merge(service, new Service(service, call.time(), call.time(), 1, succeeded ? 0 : 1),
                    Merge::calls);
        }
        if (succeeded) {
            record.ifPresent(it -> next(call, it));
        }
    }

    private void next(Party call, JsonNode record) {
        JsonNode asked = record.path("requestParameters");
        String operation = call.operation() == null ? "" : call.operation();
        if (operation.equals("ConsoleLogin") || record.path("sessionCredentialFromConsole").asBoolean()) {
            credentials.add(new CredentialCall(CredentialKind.PASSWORD, null, CredentialChange.USED, call.time(),
                    call.actor(), call.position()));
        }
        String role = asked.path("roleArn").textValue();
        if (alert.details().activity() == null && operation.startsWith("AssumeRole") && role != null) {
            roles.merge(role, new RoleUse(role, call.time(), call.time(), 1), Merge::calls);
        }
        String made = CREATIONS.containsKey(operation) ? asked.path(CREATIONS.get(operation)).textValue() : null;
        if (made != null) {
            descendants.add(new Descendant(operation.equals("CreateUser") ? "user" : "role", made, call.time()));
        }
        if (alert.details().activity() == null && SESSIONS.contains(operation)) {
            descendants.add(new Descendant("session", record.path("responseElements").path("credentials")
                    .path("accessKeyId").asText(operation), call.time()));
        }
    }

    private void credential(Party call, Optional<JsonNode> record, String words, boolean byPrincipal) {
        Optional<CredentialCalls.Meaning> meaning = CredentialCalls.meaning(call.operation());
        Optional<CredentialChange> change = meaning.flatMap(it -> CredentialCalls.change(it, record, words));
        if (change.isEmpty()) {
            return;
        }
        CredentialKind kind = meaning.get().kind();
        String id = CredentialCalls.id(kind, record, words);
        Optional<String> user = record.map(it -> user(it, byPrincipal));
        boolean ofPrincipal = user.map(name -> name.equalsIgnoreCase(principal.name()))
                .orElse(ABOUT_ITS_CREDENTIALS.contains(rule));
        if (ofPrincipal) {
            credentials.add(new CredentialCall(kind, id, change.get(), call.time(), call.actor(), call.position()));
        } else if (byPrincipal && (change.get() == CredentialChange.MADE
                || change.get() == CredentialChange.ACTIVATED)) {
            descendants.add(new Descendant(kind.words(), (id == null ? "" : id + " ") + "of user "
                    + user.orElse("unknown"), call.time()));
        }
    }

    /** Whoever names no user means itself. */
    private String user(JsonNode record, boolean byPrincipal) {
        String named = record.path("requestParameters").path("userName").textValue();
        return named != null ? named : byPrincipal && principal.name() != null ? principal.name() : "";
    }

    private void guard(Party call, Optional<JsonNode> record) {
        if (call.operation() != null && GUARDS.contains(call.operation())) {
            JsonNode asked = record.map(it -> it.path("requestParameters")).orElse(null);
            String about = asked == null
                    ? null
                    : asked.path("userName").asText(asked.path("serialNumber").textValue());
            guards.add(new GuardCall(call.operation(), about, call.time(), call.actor(), call.position()));
        }
    }

    /** By the unique id where both have one: a name may be somebody else's by now. */
    private boolean isPrincipal(Ocsf.Actor actor) {
        if (actor == null || actor.user() == null) {
            return false;
        }
        Ocsf.User user = actor.user();
        if (user.uidAlt() != null && principal.uidAlt() != null) {
            return user.uidAlt().split(":", 2)[0].equals(principal.uidAlt());
        }
        if (principal.uid() != null && (principal.uid().equals(user.uid())
                || (actor.session() != null && principal.uid().equals(actor.session().issuer())))) {
            return true;
        }
        return "IAMUser".equals(user.type()) && "AWS::IAM::User".equals(principal.type()) && user.name() != null
                && user.name().equalsIgnoreCase(principal.name());
    }

    private Denied denied() {
        AdminActivity activity = alert.details().activity();
        if (activity != null && activity.denied() > 0) {
            return new Denied(deniedCalls, activity.denied());
        }
        return rule.equals(DENIED)
                ? new Denied(parties.stream().map(Party::operation).filter(it -> it != null).distinct().toList(),
                        Math.max(alert.details().evidencesTotal(), parties.size()))
                : null;
    }

    private Measures measures() {
        return rule.equals(CONTAINED)
                ? MeasuresText.read(alert.details().how(), alert.details().others()).orElse(null)
                : null;
    }
}

package io.iamwatch.alerting.incident;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The calls that an incident's alerts rest on, by event time and, within one second, in causal order: as each alert
 * has it, and where no alert says which of two came first, what makes somebody or something before what gives it
 * rights or a way to sign in, that before what is done with it, and what ends it last.
 */
public final class CausalOrder {

    private static final Pattern GRANT = Pattern.compile("(Attach|Put)(User|Role|Group)Policy");
    private static final Pattern END = Pattern
            .compile("(Delete|Detach|Deactivate|Remove)(User|Role|Group|Login|Access|MFA|Signing|SSH|Service).*");

    /** What has neither order nor rank stands as it came into its topic, whichever alert came first. */
    private static final Comparator<Party> BY_RANK = comparingInt(CausalOrder::rank)
            .thenComparing(CausalOrder::place, comparingInt(String::length).thenComparing(naturalOrder()));

    private CausalOrder() {
    }

    /** Returns every call once, also where several alerts rest on it. */
    public static List<Party> of(List<AlertState> alerts) {
        Map<Long, List<List<Party>>> bySecond = new TreeMap<>();
        for (AlertState alert : alerts.stream().sorted(comparing(alert -> !alert.stands())).toList()) {
            Map<Long, List<Party>> own = new LinkedHashMap<>();
            alert.parties().forEach(call -> own.computeIfAbsent(call.time(), time -> new ArrayList<>()).add(call));
            own.forEach((time, calls) -> bySecond.computeIfAbsent(time, ignored -> new ArrayList<>()).add(calls));
        }
        return bySecond.values().stream().map(CausalOrder::merged).flatMap(Collection::stream).toList();
    }

    /** Each list is in causal order; a call comes when all that any list has before it have come. */
    private static List<Party> merged(List<List<Party>> lists) {
        List<List<Party>> left = new ArrayList<>(lists.stream().<List<Party>>map(ArrayList::new).toList());
        List<Party> merged = new ArrayList<>();
        Set<String> there = new HashSet<>();
        while (true) {
            left.forEach(list -> list.removeIf(call -> there.contains(place(call))));
            left.removeIf(List::isEmpty);
            if (left.isEmpty()) {
                return merged;
            }
            Party next = next(left);
            there.add(place(next));
            merged.add(next);
        }
    }

    private static Party next(List<List<Party>> left) {
        List<Party> heads = left.stream().map(List::getFirst).toList();
        Optional<Party> free = heads.stream().filter(head -> left.stream().allMatch(list -> isFirstIn(list, head)))
                .min(BY_RANK);
        // Lists that contradict each other have no order: the rank alone decides then.
        return free.orElseGet(() -> heads.stream().min(BY_RANK).orElseThrow());
    }

    private static boolean isFirstIn(List<Party> list, Party call) {
        String place = place(call);
        return place(list.getFirst()).equals(place)
                || list.stream().noneMatch(other -> place(other).equals(place));
    }

    private static String place(Party call) {
        return call.position() == null ? call.operation() + call.time() : call.position();
    }

    private static int rank(Party call) {
        String operation = call.operation() == null ? "" : call.operation();
        return switch (operation) {
            case "CreateUser", "CreateRole", "CreateGroup", "CreatePolicy", "CreatePolicyVersion" -> 0;
            case "DeleteUserPermissionsBoundary", "DeleteRolePermissionsBoundary", "UpdateAssumeRolePolicy",
                    "SetDefaultPolicyVersion", "AddUserToGroup" ->
                1;
            case "CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile", "EnableMFADevice",
                    "UploadSigningCertificate", "UploadSSHPublicKey", "CreateServiceSpecificCredential" ->
                2;
            default -> GRANT.matcher(operation).matches() ? 1 : END.matcher(operation).matches() ? 4 : 3;
        };
    }
}

package io.iamwatch.alerting.investigation;

import static java.util.Comparator.comparingLong;

import io.iamwatch.contracts.finding.Investigation.Credential;
import io.iamwatch.contracts.finding.Seen.CredentialCall;
import io.iamwatch.contracts.finding.Seen.CredentialChange;
import io.iamwatch.contracts.finding.Seen.CredentialKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A user's credentials as far as calls tell: when each was made, changed and used, and whether it works. */
final class CredentialStates {

    static final String ACTIVE = "active";
    static final String INACTIVE = "inactive";
    static final String DELETED = "deleted";

    private CredentialStates() {
    }

    private record Id(CredentialKind kind, String id) {
    }

    static List<Credential> of(List<CredentialCall> calls) {
        Map<Id, Credential> states = new LinkedHashMap<>();
        calls.stream().sorted(comparingLong(CredentialCall::time).thenComparing(call -> opens(call.change())))
                .forEach(call -> states.merge(new Id(call.kind(), call.id()), first(call),
                        (known, ignored) -> next(known, call)));
        return List.copyOf(states.values());
    }

    /** Of calls of one second the one that leaves it open counts: they have no order. */
    private static boolean opens(CredentialChange change) {
        return switch (change) {
            case MADE, ACTIVATED -> true;
            case CHANGED, USED, DEACTIVATED, DELETED -> false;
        };
    }

    private static Credential first(CredentialCall call) {
        boolean made = call.change() == CredentialChange.MADE;
        boolean used = call.change() == CredentialChange.USED;
        return new Credential(call.kind(), call.id(), state(call, ACTIVE),
                made ? Long.valueOf(call.time()) : null, made ? call.actor() : null,
                used ? null : Long.valueOf(call.time()), used ? Long.valueOf(call.time()) : null);
    }

    private static Credential next(Credential known, CredentialCall call) {
        boolean made = call.change() == CredentialChange.MADE;
        boolean used = call.change() == CredentialChange.USED;
        return new Credential(known.kind(), known.id(), state(call, known.state()),
                made ? Long.valueOf(call.time()) : known.made(),
                made ? call.actor() : known.madeBy(), used ? known.changed() : Long.valueOf(call.time()),
                used ? Long.valueOf(call.time()) : known.lastUse());
    }

    private static String state(CredentialCall call, String before) {
        return switch (call.change()) {
            case MADE, ACTIVATED -> ACTIVE;
            case DEACTIVATED -> INACTIVE;
            case DELETED -> DELETED;
            case CHANGED, USED -> before;
        };
    }
}

package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EntityKind;
import java.util.Map;

/** Which slots an event fills, and with what. */
final class Openings {

    private Openings() {
    }

    /** Returns what somebody is born with. */
    static Map<String, String> ofBirth(Change.Born born) {
        Map<String, String> filled = new java.util.TreeMap<>();
        if (born.boundaryArn() != null) {
            filled.put(Slots.BOUNDARY, born.boundaryArn());
        }
        if (born.subject().kind() == EntityKind.POLICY && born.document() != null) {
            filled.put(Slots.DEFAULT_VERSION, "v1");
        }
        if (born.subject().kind() == EntityKind.ROLE && born.document() != null) {
            filled.put(Slots.TRUST, born.document());
        }
        return filled;
    }

    /** Returns the content that a change of a slot puts there; null where the call did not tell it. */
    static String content(Change.OfSlot change) {
        return switch (change) {
            case Change.Attached(var subject, String arn) -> arn;
            case Change.InlinePut(var subject, var name, String document) -> document;
            case Change.Joined(var subject, String group) -> group;
            case Change.BoundaryPut(var subject, String arn) -> arn;
            case Change.TrustPut(var subject, String document) -> document;
            case Change.DefaultSet(var subject, String version) -> version;
            case Change.Detached closes -> null;
            case Change.InlineDeleted closes -> null;
            case Change.Left closes -> null;
            case Change.BoundaryDeleted closes -> null;
        };
    }
}

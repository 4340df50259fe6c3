package io.iamwatch.detector.finding;

import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.IamEvent;

/**
 * Tells in words what one event did. Names are as the record has them: whoever shows them neutralises them for the
 * medium.
 */
final class StepText {

    private StepText() {
    }

    static String of(IamEvent event) {
        return event.call().actor() + " "
                + (event.change() instanceof Change.Acted acted
                        ? acted(acted, event.id().eventName())
                        : did(event.change()));
    }

    private static String did(Change change) {
        return switch (change) {
            case Change.Born(var subject, String id, var arn, String boundary, var document) -> "created " + subject
                    + (id == null ? "" : " (" + id + ")")
                    + (boundary == null ? "" : " under boundary " + policy(boundary));
            case Change.Gone(var subject) -> "deleted " + subject;
            case Change.Renamed renamed -> renamed.newName() == null
                    ? "moved " + renamed.subject() + " to path " + renamed.newPath()
                    : "renamed " + renamed.subject() + " to " + renamed.newName();
            case Change.Attached(var subject, String arn) -> "attached " + policy(arn) + " to " + subject;
            case Change.Detached(var subject, String arn) -> "detached " + policy(arn) + " from " + subject;
            case Change.InlinePut(var subject, String name, var document) ->
                "put inline policy " + name + " into " + subject;
            case Change.InlineDeleted(var subject, String name) ->
                "deleted inline policy " + name + " from " + subject;
            case Change.Joined(var subject, String group) -> "added " + subject + " to group " + group;
            case Change.Left(var subject, String group) -> "removed " + subject + " from group " + group;
            case Change.BoundaryPut(var subject, String arn) -> "put boundary " + policy(arn) + " on " + subject;
            case Change.BoundaryDeleted(var subject) -> "lifted the boundary of " + subject;
            case Change.TrustPut(var subject, var document) -> "rewrote the trust policy of " + subject;
            case Change.VersionCreated(var subject, String version, var document, boolean isDefault) ->
                "wrote " + subject + " " + version + (isDefault ? " and made it the default" : "");
            case Change.DefaultSet(var subject, String version) -> "made " + version + " the default of " + subject;
            case Change.VersionDeleted(var subject, String version) -> "deleted " + version + " of " + subject;
            case Change.CredentialIssued(var subject, String what, String key) ->
                "called " + what + " for " + subject + credential(key);
            case Change.CredentialClosed(var subject, String what, String key) ->
                "called " + what + (what.startsWith("Update") ? ", inactive," : "") + " for " + subject
                        + credential(key);
            case Change.Denied(var subject, String action, String target) ->
                "was denied " + action + (target == null ? "" : " on " + target);
            case Change.Omitted(var subject, String action, var kind, String name) -> "called " + action
                    + (name == null ? "" : " for " + kind.word() + " " + name)
                    + ", whose parameters CloudTrail left out";
            case Change.Tampered(var subject, String action, var blow, String target) ->
                "called " + action + (target == null ? "" : " on " + target);
            case Change.CenterGranted granted -> "called " + granted.action() + " for " + granted.subject().name();
            case Change.Acted acted -> acted(acted, "a call");
            case Change.Snapshot snapshot -> "found " + snapshot.subject() + " as it was";
        };
    }

    private static String acted(Change.Acted acted, String eventName) {
        if (eventName.equals("ConsoleLogin")) {
            String mfa = acted.mfa() == null ? "" : acted.mfa() ? " with MFA" : " without MFA";
            return acted.result() == CallResult.DONE ? "signed in to the console" + mfa : "failed to sign in";
        }
        String call = acted.service() + ":" + eventName;
        String issued = acted.issuedKey() == null
                ? ""
                : ", which handed out " + acted.issuedKey()
                        + (acted.issuedAs() == null ? "" : " for " + acted.issuedAs());
        return switch (acted.result()) {
            case DONE -> "called " + call + issued;
            case DENIED -> "was denied " + call;
            case FAILED -> "called " + call + ", which failed";
        };
    }

    private static String credential(String key) {
        return key == null || key.equals(Change.CredentialIssued.PASSWORD) ? "" : " (" + key + ")";
    }

    /** Returns a policy's name. */
    static String policy(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}

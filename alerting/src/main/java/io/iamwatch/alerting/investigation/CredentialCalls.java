package io.iamwatch.alerting.investigation;

import static io.iamwatch.contracts.finding.Seen.CredentialChange.ACTIVATED;
import static io.iamwatch.contracts.finding.Seen.CredentialChange.CHANGED;
import static io.iamwatch.contracts.finding.Seen.CredentialChange.DEACTIVATED;
import static io.iamwatch.contracts.finding.Seen.CredentialChange.DELETED;
import static io.iamwatch.contracts.finding.Seen.CredentialChange.MADE;
import static io.iamwatch.contracts.finding.Seen.CredentialKind.ACCESS_KEY;
import static io.iamwatch.contracts.finding.Seen.CredentialKind.CERTIFICATE;
import static io.iamwatch.contracts.finding.Seen.CredentialKind.MFA_DEVICE;
import static io.iamwatch.contracts.finding.Seen.CredentialKind.PASSWORD;
import static io.iamwatch.contracts.finding.Seen.CredentialKind.SERVICE_CREDENTIAL;
import static io.iamwatch.contracts.finding.Seen.CredentialKind.SSH_KEY;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.Seen.CredentialChange;
import io.iamwatch.contracts.finding.Seen.CredentialKind;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls of IAM that make, change or end a way to sign in as a user, and where they name it. */
final class CredentialCalls {

    /**
     * What a call does.
     *
     * @param change null where its status says it
     */
    record Meaning(CredentialKind kind, CredentialChange change) {
    }

    private static final Map<String, Meaning> CALLS = Map.ofEntries(
            call("CreateAccessKey", ACCESS_KEY, MADE), call("UpdateAccessKey", ACCESS_KEY, null),
            call("DeleteAccessKey", ACCESS_KEY, DELETED), call("CreateLoginProfile", PASSWORD, MADE),
            call("UpdateLoginProfile", PASSWORD, CHANGED), call("ChangePassword", PASSWORD, CHANGED),
            call("DeleteLoginProfile", PASSWORD, DELETED), call("EnableMFADevice", MFA_DEVICE, MADE),
            call("ResyncMFADevice", MFA_DEVICE, CHANGED), call("DeactivateMFADevice", MFA_DEVICE, DEACTIVATED),
            call("CreateServiceSpecificCredential", SERVICE_CREDENTIAL, MADE),
            call("ResetServiceSpecificCredential", SERVICE_CREDENTIAL, CHANGED),
            call("UpdateServiceSpecificCredential", SERVICE_CREDENTIAL, null),
            call("DeleteServiceSpecificCredential", SERVICE_CREDENTIAL, DELETED),
            call("UploadSigningCertificate", CERTIFICATE, MADE), call("UpdateSigningCertificate", CERTIFICATE, null),
            call("DeleteSigningCertificate", CERTIFICATE, DELETED), call("UploadSSHPublicKey", SSH_KEY, MADE),
            call("UpdateSSHPublicKey", SSH_KEY, null), call("DeleteSSHPublicKey", SSH_KEY, DELETED));

    private static final Map<CredentialKind, String[]> IDS = Map.of(
            ACCESS_KEY, new String[]{"accessKey", "accessKeyId"},
            MFA_DEVICE, new String[]{"", "serialNumber"},
            SERVICE_CREDENTIAL, new String[]{"serviceSpecificCredential", "serviceSpecificCredentialId"},
            CERTIFICATE, new String[]{"certificate", "certificateId"},
            SSH_KEY, new String[]{"sSHPublicKey", "sSHPublicKeyId"});

    /** The detector's sentence about a call ends with the id; nobody's name can hold a bracket. */
    private static final Pattern ID_IN_WORDS = Pattern.compile(" \\(([A-Za-z0-9:/_+=,.@-]{4,256})\\)$");

    private CredentialCalls() {
    }

    private static Map.Entry<String, Meaning> call(String name, CredentialKind kind, CredentialChange change) {
        return Map.entry(name, new Meaning(kind, change));
    }

    static Optional<Meaning> meaning(String operation) {
        return operation == null ? Optional.empty() : Optional.ofNullable(CALLS.get(operation));
    }

    /** Returns what it did to the credential; empty where nothing tells. */
    static Optional<CredentialChange> change(Meaning meaning, Optional<JsonNode> record, String words) {
        if (meaning.change() != null) {
            return Optional.of(meaning.change());
        }
        String status = record.map(it -> it.path("requestParameters").path("status").asText("")).orElse("");
        if (status.isEmpty() && words != null) {
            return Optional.of(words.contains(", inactive, for ") ? DEACTIVATED : ACTIVATED);
        }
        return switch (status) {
            case "Active" -> Optional.of(ACTIVATED);
            case "Inactive" -> Optional.of(DEACTIVATED);
            default -> Optional.empty();
        };
    }

    /** Returns which credential it is; null where nothing tells, or where a user has one of them only. */
    static String id(CredentialKind kind, Optional<JsonNode> record, String words) {
        String[] place = IDS.get(kind);
        if (place == null) {
            return null;
        }
        if (record.isEmpty()) {
            Matcher named = ID_IN_WORDS.matcher(words == null ? "" : words);
            return named.find() ? named.group(1) : null;
        }
        String asked = record.get().path("requestParameters").path(place[1]).textValue();
        String made = record.get().path("responseElements").path(place[0]).path(place[1]).textValue();
        return made == null ? asked : made;
    }
}

package io.iamwatch.alerting.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.topic.AccountPartitioner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What identifies an incident: the same alerts give the same incident, on every machine and after every rebuild.
 */
final class IncidentUid {

    private IncidentUid() {
    }

    /** Returns the uid of the incident that a principal's alert opens: hex SHA-256 of parts joined by NUL. */
    static String of(String principalKey, String firstAlertUid) {
        String parts = String.join("\0", "incident", AccountPartitioner.accountOf(principalKey), principalKey,
                firstAlertUid);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(parts.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}

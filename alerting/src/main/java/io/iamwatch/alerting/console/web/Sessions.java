package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser keeps instead of the token: a name and an end, signed. Nothing is stored, so that it holds at
 * every instance that has the same token, and ends with the token.
 */
final class Sessions {

    static final String COOKIE = "iamwatch-session";
    static final Duration LENGTH = Duration.ofHours(12);

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final InstantSource wallClock;

    Sessions(String token, InstantSource wallClock) {
        this.key = new SecretKeySpec(("iamwatch console session " + token).getBytes(UTF_8), ALGORITHM);
        this.wallClock = wallClock;
    }

    /** The cookie's value for somebody who has shown the token. */
    String open(String name) {
        String said = ENCODER.encodeToString(name.getBytes(UTF_8)) + "."
                + wallClock.instant().plus(LENGTH).toEpochMilli();
        return said + "." + signature(said);
    }

    /** Whose it is; empty when it is over, or not ours. */
    Optional<String> nameOf(String value) {
        int end = value.lastIndexOf('.');
        int middle = end < 0 ? -1 : value.lastIndexOf('.', end - 1);
        if (middle < 0 || !MessageDigest.isEqual(signature(value.substring(0, end)).getBytes(UTF_8),
                value.substring(end + 1).getBytes(UTF_8))) {
            return Optional.empty();
        }
        // It is signed: what stands in it is what stood in it when it was.
        Instant until = Instant.ofEpochMilli(Long.parseLong(value.substring(middle + 1, end)));
        return until.isAfter(wallClock.instant())
                ? Optional.of(new String(Base64.getUrlDecoder().decode(value.substring(0, middle)), UTF_8))
                : Optional.empty();
    }

    private String signature(String said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ENCODER.encodeToString(mac.doFinal(said.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}

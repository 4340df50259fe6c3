package io.iamwatch.alerting.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of the <a href=
 * "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme">Standard
 * Webhooks specification</a>: HMAC-SHA256 over {@code id.timestamp.body}, one for each secret, so that a receiver
 * may know the old one or the new one while it is changed. Secrets are 24 to 64 bytes, base64 behind
 * {@code whsec_}.
 */
public final class WebhookSignature {

    /** What a secret begins with. */
    public static final String PREFIX = "whsec_";

    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {
    }

    /** Returns whether a text is a secret that signs. */
    public static boolean isSecret(String text) {
        return key(text).isPresent();
    }

    /**
     * Returns the header's value.
     *
     * @param seconds of the attempt, since 1970
     * @throws IllegalArgumentException if something is no secret; it is not quoted
     */
    static String of(List<Secret> secrets, String id, long seconds, String body) {
        byte[] content = (id + "." + seconds + "." + body).getBytes(UTF_8);
        return secrets.stream().map(secret -> "v1," + Base64.getEncoder().encodeToString(sign(secret, content)))
                .collect(joining(" "));
    }

    private static byte[] sign(Secret secret, byte[] content) {
        byte[] key = key(secret.value())
                .orElseThrow(() -> new IllegalArgumentException("a secret of a webhook is none"));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    private static Optional<byte[]> key(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text.substring(PREFIX.length())))
                    .filter(key -> key.length >= SHORTEST && key.length <= LONGEST);
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}

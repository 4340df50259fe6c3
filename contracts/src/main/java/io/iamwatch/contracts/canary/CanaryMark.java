package io.iamwatch.contracts.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs events of the canary, and tells them from all others: they are about a reserved account, and carry a keyed
 * signature (HMAC-SHA-256) over every other byte of theirs. So nobody without a key can make one, or change
 * anything of one that was seen: account, user, calls, ids, times. What can be done without a key is to say once
 * more, byte for byte, what the canary said; {@link #sentAt} tells of when that is.
 *
 * <p>
 * Several keys verify and the first one signs, so that a key can be changed with services at work.
 */
public final class CanaryMark {

    /** Knows no key and no account: no event is the canary's. */
    public static final CanaryMark NONE = new CanaryMark(Set.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALGORITHM = "HmacSHA256";

    /** Before what is signed, so that a key that signs something else too vouches for nothing here. */
    private static final byte[] PURPOSE = "iamwatch canary 1\n".getBytes(UTF_8);

    private static final String FIELD = "iamwatchCanary";
    private static final String SENT_AT = "sentAt";
    private static final String SIGNATURE = ",\"signature\":\"";
    private static final int SIGNATURE_BYTES = 32;
    private static final String END = "\"}}";
    private static final int SIGNED_END = SIGNATURE.length() + 2 * SIGNATURE_BYTES + END.length();

    /** The last field, without which nothing is looked at; a record of ours is much smaller than the bound. */
    private static final Pattern LAST_FIELD = Pattern.compile(",\"" + FIELD + "\":\\{\"" + SENT_AT
            + "\":(?<sentAt>[0-9]{1,18})" + SIGNATURE + "(?<signature>[0-9a-f]{64})" + Pattern.quote(END) + "\\z");
    private static final int LONGEST_FIELD = 160;
    private static final int LARGEST = 8192;

    private final Set<String> accounts;
    private final List<SecretKeySpec> keys;

    /**
     * Takes what a configuration says.
     *
     * @param accounts the reserved ids
     * @param keys the secrets; the first one signs
     */
    public CanaryMark(Collection<String> accounts, List<String> keys) {
        this.accounts = Set.copyOf(accounts);
        this.keys = keys.stream().map(key -> new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM)).toList();
    }

    /** Returns whether an account is reserved. That alone says nothing: anybody may write its id. */
    public boolean isReserved(String account) {
        return accounts.contains(account);
    }

    /**
     * Returns the bytes of a record with its signature.
     *
     * @param sentAt wall clock, milliseconds since 1970
     * @throws IllegalStateException if there is no key
     */
    byte[] sign(ObjectNode record, long sentAt) {
        if (keys.isEmpty()) {
            throw new IllegalStateException("the canary has no key to sign with");
        }
        record.putObject(FIELD).put(SENT_AT, sentAt);
        try {
            String json = JSON.writeValueAsString(record);
            String signed = json.substring(0, json.length() - 2);
            return (signed + SIGNATURE + HexFormat.of().formatHex(hmac(keys.getFirst(), signed.getBytes(UTF_8))) + END)
                    .getBytes(UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values cannot fail to serialise", impossible);
        }
    }

    /**
     * Returns when the canary sent a record, milliseconds since 1970; empty where it did not write these very bytes.
     * Whose account a record is about has to be asked besides.
     */
    public OptionalLong sentAt(byte[] record) {
        if (keys.isEmpty() || record.length > LARGEST) {
            return OptionalLong.empty();
        }
        Matcher field = lastField(record);
        if (!field.find()) {
            return OptionalLong.empty();
        }
        byte[] signed = Arrays.copyOf(record, record.length - SIGNED_END);
        byte[] signature = HexFormat.of().parseHex(field.group("signature"));
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(signature, hmac(key, signed)))
                ? OptionalLong.of(Long.parseLong(field.group(SENT_AT)))
                : OptionalLong.empty();
    }

    /**
     * Returns whether a record looks like the canary's, whoever wrote it: for readers without a key, who must not
     * decide by it what somebody is told.
     *
     * @param account that the record is about
     */
    public static boolean isClaimed(String account, byte[] record) {
        return CanaryAccounts.canBeReserved(account) && lastField(record).find();
    }

    private static Matcher lastField(byte[] record) {
        int from = Math.max(0, record.length - LONGEST_FIELD);
        return LAST_FIELD.matcher(new String(record, from, record.length - from, ISO_8859_1));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "CanaryMark" + accounts;
    }
}

package io.iamwatch.detector.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Sha256;
import java.util.List;

/**
 * An account's IAM snapshot, ready to be published.
 *
 * @param id follows from the account, the start and what the snapshot says, and from nothing else: published twice,
 *     it says nothing new
 * @param account whose it is; the key of each record
 * @param startSecond when the snapshot began, seconds since 1970
 * @param parts the values of the records, in order
 */
public record Baseline(String id, String account, long startSecond, List<byte[]> parts) {

    private static final int ID_LENGTH = 32;

    /** The order of members makes no difference. */
    private static final ObjectMapper CANONICAL = JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    /** Keeps a copy. */
    public Baseline {
        parts = List.copyOf(parts);
    }

    /**
     * Makes a baseline of a snapshot.
     *
     * @param startSecond when the snapshot began, seconds since 1970: never later than its first page was asked for
     * @throws UnusableDetailsException when an entity is larger than any record can be
     */
    public static Baseline of(AuthorizationDetails details, long startSecond) {
        String content = Sha256.ofParts(details.entities().map(entity -> fingerprint(entity.node()))
                .toArray(String[]::new));
        String id = Sha256.ofParts(details.account(), Long.toString(startSecond), content).substring(0, ID_LENGTH);
        return new Baseline(id, details.account(), startSecond,
                BaselineParts.of(details.account(), id, startSecond, details, BaselineParts.MAX_BYTES));
    }

    /**
     * Returns how many of its entities {@link BaselineReader} skips: those without a name that IAM could have given.
     */
    public int unusable() {
        Origin nowhere = new Origin(Topics.BASELINE.name(), 0, 0, 0, null);
        return parts.stream().map(part -> BaselineReader.read(part, account, nowhere))
                .mapToInt(reading -> reading instanceof BaselineReader.Reading.Part part ? part.skipped() : 0).sum();
    }

    private static String fingerprint(JsonNode entity) {
        try {
            return Sha256.hex(CANONICAL.writeValueAsBytes(entity));
        } catch (JsonProcessingException tooDeep) {
            throw new UnusableDetailsException("something in it is nested too deep", tooDeep);
        }
    }
}

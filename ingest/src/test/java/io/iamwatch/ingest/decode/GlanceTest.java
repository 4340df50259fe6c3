package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.json;
import static io.iamwatch.ingest.decode.Payloads.lines;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A glance says what the strict reader says, or nothing, whatever it remembers of records before. Seeded:
 * {@code -Diamwatch.seed}, {@code -Diamwatch.cases}.
 */
class GlanceTest {

    private static final long SEED = Long.getLong("iamwatch.seed", 20_261_125L);
    private static final int CASES = Integer.getInteger("iamwatch.cases", 100_000);
    /** So many cases in a row are of the same record, so that their values become the usual ones. */
    private static final int ALIKE = 64;

    private final RecordGlance glance = new RecordGlance(1000);
    private final List<String> real = new ArrayList<>(lines("cloudtrail/stratus-red-team.jsonl"));

    @BeforeEach
    void prepare() {
        System.out.printf("seed %d, cases %d%n", SEED, CASES);
        real.addAll(lines("cloudtrail/grycap-cloudtrail-tracker.jsonl"));
        real.addAll(lines("cloudtrail/plaso.jsonl"));
        real.add("{\"eventTime\":\"2026-02-28T23:59:59Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"Über\","
                + "\"a\":[-0.5,1e5,true,false,null,\"\\u00fc\\n\\\\\\\"\"],\"b\":{ }}");
    }

    @Test
    void agreesWithTheStrictReaderWhateverTheBytes() {
        Random random = new Random(SEED);
        int sure = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = utf8(real.get(i / ALIKE % real.size()));
            if (isMutated(i)) {
                bytes = MutationTest.mutate(bytes, random);
            }
            int end = glance.read(new PlainStrings(bytes, bytes.length), 0);
            if (end != JsonGlance.UNSURE) {
                sure++;
                assertThat(new JsonScan(bytes, bytes.length).value(0)).as("seed %d case %d", SEED, i)
                        .isEqualTo(Extent.closed(0, end));
                assertThat(RecordReader.read(bytes, 0, end)).as("seed %d case %d", SEED, i)
                        .isEqualTo(new RecordReader.Outcome.CloudTrail(glance.summary()));
            }
        }
        assertThat(sure).as("most of what is sound needs no second look").isGreaterThan(CASES / 10);
    }

    @Test
    void unescapesAsTheCarefulWayDoes() {
        Random random = new Random(SEED);
        int sure = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] payload = utf8(subscription(real.get(i / ALIKE % real.size())));
            if (isMutated(i)) {
                payload = MutationTest.mutate(payload, random);
            }
            Outcomes fast = new Outcomes(payload);
            if (subscriptions(payload, fast).decode(0) != JsonGlance.UNSURE) {
                sure++;
                Outcomes careful = new Outcomes(payload);
                Extent object = new JsonScan(payload, payload.length).container(0);
                document(payload, careful).decode(object, Optional.empty(), object.in(payload));
                assertThat(texts(fast)).as("seed %d case %d", SEED, i).isEqualTo(texts(careful));
            }
        }
        assertThat(sure).isGreaterThan(CASES / 10);
    }

    /** First some that are sound, then about every other one. */
    private static boolean isMutated(int number) {
        return number % ALIKE >= ALIKE / 3 && number % 2 == 0;
    }

    /** In the order in which CloudWatch writes the fields. */
    private static String subscription(String line) {
        return "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":\"g\",\"subscriptionFilters\":"
                + "[\"f\"],\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":" + json(line) + "}]}";
    }

    private SubscriptionGlance subscriptions(byte[] payload, Outcomes outcomes) {
        return new SubscriptionGlance(new PlainStrings(payload, payload.length), glance,
                document(payload, outcomes), outcomes);
    }

    private static Document document(byte[] payload, Outcomes outcomes) {
        return new Document(payload, outcomes, new RecordJudge(outcomes, new RecordGlance(1000), 1000), 8);
    }

    private static List<String> texts(Outcomes outcomes) {
        return outcomes.all().stream().map(outcome -> switch (outcome) {
            case Decoded.CloudTrailRecord record -> record.account() + " " + record.route() + " " + record.eventTime()
                    + " " + record.bytes();
            case Decoded.Rejected rejected -> rejected.reason() + " " + rejected.bytes();
        }).toList();
    }
}

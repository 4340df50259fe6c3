package io.iamwatch.deploy.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.rules.Rules;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileScanTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final String RECORD = "{\"eventTime\":\"2024-05-01T12:00:%02dZ\","
            + "\"eventSource\":\"%s.amazonaws.com\","
            + "\"eventName\":\"%s\",\"eventID\":\"%s\",\"recipientAccountId\":\"%s\","
            + "\"requestParameters\":{\"userName\":\"eve\"}}";

    private final Complaints complaints = new Complaints();

    @Test
    void everythingIsCounted() {
        String iam = RECORD.formatted(1, "iam", "DeleteUser", "a", "111122223333");
        Scanned scanned = scan(List.of(iam + "\n" + iam + "\n", "noise\n",
                RECORD.formatted(59, "ec2", "RunInstances", "b", "444455556666") + "\n{\"Records\":[" + iam + ",7]}"));
        assertThat(scanned.records()).isEqualTo(4);
        assertThat(scanned.relevant()).isEqualTo(3);
        assertThat(scanned.repeated()).isEqualTo(2);
        assertThat(complaints.rejected()).isEqualTo(2);
        assertThat(scanned.accounts()).isEqualTo(2);
        assertThat(scanned.from()).isEqualTo(Instant.parse("2024-05-01T12:00:01Z"));
        assertThat(scanned.to()).isEqualTo(Instant.parse("2024-05-01T12:00:59Z"));
        assertThat(scanned.files()).isEqualTo(1);
        assertThat(scanned.late() + scanned.future()).isZero();
    }

    @Test
    void aStreamIsNeverHeldWhole() {
        String line = RECORD.formatted(1, "ec2", "RunInstances", "x".repeat(1000), "111122223333") + "\n";
        byte[] thousand = line.repeat(1000).getBytes(UTF_8);
        List<InputStream> parts = new ArrayList<>(IntStream.range(0, 300)
                .mapToObj(i -> (InputStream) new ByteArrayInputStream(thousand)).toList());
        List<Long> progress = new ArrayList<>();
        Scanned scanned = new FileScan(Rules.DEFAULT, List.of(), complaints, NOW, (bytes, of) -> progress.add(bytes))
                .run(List.of("-"), new SequenceInputStream(Collections.enumeration(parts)));
        assertThat(scanned.records()).isEqualTo(300_000);
        assertThat(complaints.rejected()).isZero();
        assertThat(progress.getLast()).isEqualTo(300L * thousand.length).isGreaterThan(300_000_000);
    }

    @Test
    void whatIsNotThereAnyMoreIsTold() {
        Scanned scanned = new FileScan(Rules.DEFAULT, List.of(), complaints, NOW, (bytes, of) -> {})
                .run(List.of("/no/such/file"), InputStream.nullInputStream());
        assertThat(scanned.files()).isZero();
        List<String> told = new ArrayList<>();
        complaints.tell(told::add);
        assertThat(told).containsExactly("/no/such/file: there is no such file");
    }

    private Scanned scan(List<String> parts) {
        return new FileScan(Rules.DEFAULT, List.of(), complaints, NOW, (bytes, of) -> {}).run(List.of("-"),
                new ByteArrayInputStream(String.join("", parts).getBytes(UTF_8)));
    }
}

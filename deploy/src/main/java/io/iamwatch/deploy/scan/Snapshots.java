package io.iamwatch.deploy.scan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.iamwatch.deploy.baseline.SnapshotFile;
import io.iamwatch.detector.baseline.Baseline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * IAM snapshots for a scan. Nobody tells when a file's snapshot was taken, and a file's own time says when it was
 * copied, mostly after the records of long ago that are scanned. So it counts from the newest date in it on: it
 * cannot have been taken before that.
 */
public final class Snapshots {

    private static final Set<String> DATES = Set.of("CreateDate", "UpdateDate");
    /** The last second of the year 9999. */
    private static final long LATEST = 253_402_300_799L;
    private static final JsonFactory JSON = new JsonFactory();

    private Snapshots() {
    }

    /**
     * Reads the output of {@code aws iam get-account-authorization-details}.
     *
     * @param start when it was begun; without it, the newest date in it
     * @throws io.iamwatch.deploy.baseline.BaselineFailure when it cannot be read or is no such output
     */
    public static Baseline read(String file, Optional<Instant> start) {
        return SnapshotFile.read(file, Optional.of(start.orElseGet(() -> newestDate(file)))).toBaseline();
    }

    /** What cannot be read here cannot be read afterwards either, and is told then. */
    private static Instant newestDate(String file) {
        long newest = 0;
        try (InputStream json = Files.newInputStream(Path.of(file)); JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && parser.currentName() != null && DATES.contains(parser.currentName())) {
                    newest = Math.max(newest, second(token, parser.getText()));
                }
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            return Instant.EPOCH;
        }
        return Instant.ofEpochSecond(Math.min(newest, LATEST));
    }

    private static long second(JsonToken token, String date) {
        try {
            return token.isNumeric()
                    ? (long) Math.floor(Double.parseDouble(date))
                    : OffsetDateTime.parse(date).toEpochSecond();
        } catch (DateTimeException | NumberFormatException noDate) {
            return 0;
        }
    }
}

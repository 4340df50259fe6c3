package io.iamwatch.deploy.scan;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file says that CloudTrail <a href=
 * "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-names.html">delivered</a>:
 * {@code 111122223333_CloudTrail_us-east-1_20240501T1205Z_xxxxxxxxxxxxxxxx.json.gz}.
 */
public final class FileName {

    private static final Pattern DELIVERY = Pattern.compile("_(\\d{8}T\\d{4}(?:\\d{2})?Z)(?:_|\\.|$)");
    private static final String MINUTE = "20240501T1205";
    private static final DateTimeFormatter TO_THE_MINUTE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm");
    private static final Pattern NO_RECORDS = Pattern.compile("_CloudTrail-(?:Digest|Insight)_");

    private FileName() {
    }

    /** Returns the delivery time, in a shape whose order is that of time; null where the name carries none. */
    static String deliveryTime(Path file) {
        Matcher matcher = DELIVERY.matcher(name(file));
        return matcher.find() ? matcher.group(1).replace("Z", "") : null;
    }

    /** Returns when CloudTrail delivered a file, to the minute; empty where its name does not say it. */
    public static Optional<Instant> delivered(Path file) {
        String time = deliveryTime(file);
        try {
            return time == null
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(time.substring(0, MINUTE.length()), TO_THE_MINUTE)
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** Returns whether it holds digests or Insights, which are no records of calls. */
    public static boolean holdsNoRecords(String name) {
        return NO_RECORDS.matcher(name).find();
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}

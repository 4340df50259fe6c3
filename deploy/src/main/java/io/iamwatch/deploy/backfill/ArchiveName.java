package io.iamwatch.deploy.backfill;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name says of a file that CloudTrail delivered; see
 * <a href= "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-names.html">CloudTrail
 * log file names</a>.
 *
 * @param account whose calls are in it
 * @param region where they were made
 * @param delivered when CloudTrail wrote it: the arrival of its records
 */
record ArchiveName(String account, String region, Instant delivered) {

    private static final Pattern NAME = Pattern.compile(
            "(\\d{12})_CloudTrail_([a-z0-9-]+)_(\\d{8}T\\d{4})(\\d{2})?Z_[A-Za-z0-9]{8,}\\.json(\\.gz)?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm");

    /** Reads the last part of a path; empty where CloudTrail gives no such name. */
    static Optional<ArchiveName> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant delivered = LocalDateTime.parse(matcher.group(3), TIME).toInstant(ZoneOffset.UTC);
            return Optional.of(new ArchiveName(matcher.group(1), matcher.group(2), delivered));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}

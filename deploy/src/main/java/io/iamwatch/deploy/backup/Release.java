package io.iamwatch.deploy.backup;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrote, or reads, a backup.
 *
 * @param iamwatch its version, for people
 * @param kafka the version of its broker, as in 4.3.1
 */
public record Release(String iamwatch, String kafka) {

    private static final Pattern NUMBERS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})*");

    /** Returns whether this one's broker may have written what that one's broker cannot read. */
    boolean hasLaterKafkaThan(Release other) {
        return Arrays.compare(numbers(kafka), numbers(other.kafka)) > 0;
    }

    private static int[] numbers(String version) {
        Matcher matcher = NUMBERS.matcher(version);
        return matcher.lookingAt()
                ? Arrays.stream(matcher.group().split("\\.")).mapToInt(Integer::parseInt).toArray()
                : new int[0];
    }
}

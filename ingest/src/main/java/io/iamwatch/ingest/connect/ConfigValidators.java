package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.StreamName;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigException;

/** What is allowed where, each with a text that says so. */
final class ConfigValidators {

    private static final Pattern CONSUMER_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern CONSUMER_ARN = Pattern.compile(
            "arn:aws[a-z-]*:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[a-zA-Z0-9_.-]+/consumer/[a-zA-Z0-9_.-]+:[0-9]+");

    private ConfigValidators() {
    }

    static ConfigDef.Validator streamNames() {
        return validator("one or more names of Kinesis streams, each once, separated by commas; name@region where the "
                + "region is another", value -> {
                    List<?> names = (List<?>) value;
                    return names != null && !names.isEmpty() && new HashSet<>(names).size() == names.size()
                            && names.stream().allMatch(name -> isStream((String) name));
                });
    }

    private static boolean isStream(String text) {
        try {
            StreamName.parse(text);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    static ConfigDef.Validator regionName() {
        return validator("an AWS region such as eu-central-1",
                value -> value != null && StreamName.isRegion((String) value));
    }

    static ConfigDef.Validator endpoint() {
        return validator("absent, or an http or https URL", value -> {
            if (value == null) {
                return true;
            }
            try {
                URI uri = new URI((String) value);
                return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            } catch (URISyntaxException malformed) {
                return false;
            }
        });
    }

    static ConfigDef.Validator time() {
        return validator("absent, or a time such as 2026-11-01T00:00:00Z", value -> {
            try {
                return value == null || Instant.parse((String) value) != null;
            } catch (DateTimeException malformed) {
                return false;
            }
        });
    }

    static ConfigDef.Validator consumers() {
        return validator("one name of a stream consumer, or ARNs of stream consumers", value -> {
            List<?> given = (List<?>) value;
            if (given == null || given.isEmpty()) {
                return false;
            }
            boolean oneName = given.size() == 1 && CONSUMER_NAME.matcher((String) given.getFirst()).matches();
            return oneName || given.stream().allMatch(arn -> CONSUMER_ARN.matcher((String) arn).matches());
        });
    }

    static ConfigDef.Validator oneOf(Enum<?>... values) {
        String allowed = Stream.of(values).map(Enum::name).collect(Collectors.joining(" or "));
        return validator(allowed, value -> Stream.of(values).anyMatch(known -> known.name().equals(value)));
    }

    private static ConfigDef.Validator validator(String allowed, Predicate<Object> valid) {
        return LambdaValidator.with((key, value) -> {
            if (!valid.test(value)) {
                throw new ConfigException(key, value, "allowed: " + allowed);
            }
        }, () -> allowed);
    }
}

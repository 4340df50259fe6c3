package io.iamwatch.deploy.config;

import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.RetryPlan;
import io.iamwatch.alerting.notify.Route;
import io.iamwatch.alerting.notify.Secret;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.contracts.finding.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;

/** Sinks out of a configuration. */
final class SinkConfigs {

    private SinkConfigs() {
    }

    /**
     * Returns what is missing or does not belong there; each value by itself has been checked.
     *
     * @param values secrets resolved
     */
    static List<Problem> problems(Map<String, String> values, List<String> sinks) {
        List<Problem> problems = new ArrayList<>();
        for (String sink : sinks) {
            String prefix = SinkKeys.prefix(sink);
            String type = values.getOrDefault(prefix + SinkKeys.TYPE, "");
            SinkKeys.NEEDED.getOrDefault(type, List.of()).stream().filter(key -> !values.containsKey(prefix + key))
                    .forEach(key -> problems.add(new Problem(prefix + key, "must be set: a sink of type " + type
                            + " needs it")));
            SinkKeys.OWNERS.forEach((key, owners) -> {
                if (values.containsKey(prefix + key) && SinkKeys.NEEDED.containsKey(type) && !owners.contains(type)) {
                    problems.add(new Problem(prefix + key, "is for sinks of type " + String.join(", ", owners)
                            + "; this one is of type " + type));
                }
            });
        }
        return problems;
    }

    /**
     * Returns a sink.
     *
     * @param values checked, secrets resolved
     */
    static SinkSettings of(String name, Map<String, String> values) {
        String prefix = SinkKeys.prefix(name);
        AbstractConfig config = new AbstractConfig(SinkKeys.of(prefix), values, false);
        return new SinkSettings(name, destination(config, prefix), route(config, prefix),
                new RetryPlan(millis(config, prefix + SinkKeys.BACKOFF), millis(config, prefix + SinkKeys.BACKOFF_MAX),
                        millis(config, prefix + SinkKeys.RETRY_FOR)),
                millis(config, prefix + SinkKeys.TIMEOUT));
    }

    private static Destination destination(AbstractConfig config, String prefix) {
        Optional<Secret> url = secret(config, prefix + SinkKeys.URL);
        String type = config.getString(prefix + SinkKeys.TYPE);
        return switch (type) {
            case SinkKeys.SLACK -> new Destination.Slack(url.orElseThrow());
            case SinkKeys.PAGER_DUTY -> new Destination.PagerDuty(
                    url.orElseGet(() -> new Secret(Destination.PagerDuty.URL)),
                    secret(config, prefix + SinkKeys.ROUTING_KEY).orElseThrow());
            case SinkKeys.WEBHOOK -> new Destination.Webhook(url.orElseThrow(),
                    Stream.of(config.getPassword(prefix + SinkKeys.SECRETS).value().split(",")).map(String::strip)
                            .map(Secret::new).toList());
            case SinkKeys.SNS -> new Destination.Sns(config.getString(prefix + SinkKeys.TOPIC_ARN),
                    url.map(Secret::value).map(URI::create));
            default -> throw new IllegalArgumentException("no type of a sink: " + type);
        };
    }

    private static Route route(AbstractConfig config, String prefix) {
        return new Route(Severity.valueOf(config.getString(prefix + SinkKeys.SEVERITY).toUpperCase(Locale.ROOT)),
                new HashSet<>(config.getList(prefix + SinkKeys.ACCOUNTS)),
                new HashSet<>(config.getList(prefix + SinkKeys.RULES)));
    }

    private static Optional<Secret> secret(AbstractConfig config, String key) {
        return Optional.ofNullable(config.getPassword(key)).map(Password::value).map(Secret::new);
    }

    private static Duration millis(AbstractConfig config, String key) {
        return Duration.ofMillis(config.getLong(key));
    }
}

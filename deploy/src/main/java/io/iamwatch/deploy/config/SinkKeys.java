package io.iamwatch.deploy.config;

import io.iamwatch.contracts.finding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The keys of those who are told: the list of their names, and for each of them keys behind its name. */
final class SinkKeys {

    static final String SINKS = "sinks";
    static final String SINK = "sink.";

    static final String TYPE = "type";
    static final String URL = "url";
    static final String ROUTING_KEY = "routing.key";
    static final String SECRETS = "secrets";
    static final String TOPIC_ARN = "topic.arn";
    static final String SEVERITY = "severity.min";
    static final String ACCOUNTS = "accounts";
    static final String RULES = "rules";
    static final String TIMEOUT = "timeout.ms";
    static final String RETRY_FOR = "retry.for.ms";
    static final String BACKOFF = "retry.backoff.ms";
    static final String BACKOFF_MAX = "retry.backoff.max.ms";

    static final String SLACK = "slack";
    static final String PAGER_DUTY = "pagerduty";
    static final String WEBHOOK = "webhook";
    static final String SNS = "sns";

    /** What a sink of a type has to have. */
    static final Map<String, List<String>> NEEDED = Map.of(SLACK, List.of(URL), PAGER_DUTY, List.of(ROUTING_KEY),
            WEBHOOK, List.of(URL, SECRETS), SNS, List.of(TOPIC_ARN));

    /** Whose a key is, where it is not everybody's. */
    static final Map<String, Set<String>> OWNERS = Map.of(ROUTING_KEY, Set.of(PAGER_DUTY), SECRETS, Set.of(WEBHOOK),
            TOPIC_ARN, Set.of(SNS));

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final long DAY = 86_400_000;

    private SinkKeys() {
    }

    /** Adds the list of names. */
    static ConfigDef defineNames(ConfigDef definition) {
        return definition.define(SINKS, ConfigDef.Type.LIST, List.of(), Validators.names(NAME), Importance.HIGH,
                "Who is told of incidents: names of your choice, such as slack-soc,pager. What is said of each stands "
                        + "behind its name: sink.slack-soc.type. Kafka knows by the name how far a sink was told; one "
                        + "that is new is told what arrived within the last hour and all that comes.");
    }

    /** Returns the keys of one sink, each behind a prefix such as {@code sink.pager.}. */
    static ConfigDef of(String prefix) {
        ConfigDef definition = new ConfigDef();
        definePlace(definition, prefix);
        defineRoute(definition, prefix);
        return defineRetries(definition, prefix);
    }

    private static void definePlace(ConfigDef definition, String prefix) {
        definition.define(prefix + TYPE, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE,
                ConfigDef.ValidString.in(SLACK, PAGER_DUTY, WEBHOOK, SNS), Importance.HIGH,
                "slack: an incoming webhook. pagerduty: Events API v2. webhook: anything that understands Standard "
                        + "Webhooks. sns: a topic of Amazon SNS.")
                .define(prefix + URL, ConfigDef.Type.PASSWORD, null, Validators.sinkUrl(), Importance.HIGH,
                        "Where it is; for slack and webhook it must be set. Who knows that of a Slack webhook may "
                                + "write there, so keep it elsewhere: `${file:/etc/iamwatch/secrets.properties:slack}`."
                                + " pagerduty: another address than https://events.pagerduty.com/v2/enqueue, such as "
                                + "the EU's. sns: another one than that of SNS in the topic's region. The proxy is "
                                + "that of the Java process: IAMWATCH_JAVA_OPTS=-Dhttps.proxyHost=…")
                .define(prefix + ROUTING_KEY, ConfigDef.Type.PASSWORD, null, Validators.secret("[A-Za-z0-9]{32}",
                        "the 32 letters and digits of an integration key"), Importance.HIGH,
                        "pagerduty: the integration key of the service that is paged.")
                .define(prefix + SECRETS, ConfigDef.Type.PASSWORD, null, Validators.webhookSecrets(), Importance.HIGH,
                        "webhook: what signs, whsec_ and 24 to 64 bytes in base64. While a secret is changed, the new "
                                + "and the old one, separated by a comma: each signs.")
                .define(prefix + TOPIC_ARN, ConfigDef.Type.STRING, null, Validators.topicArn(), Importance.HIGH,
                        "sns: the topic. The credentials need sns:Publish on it; they come from where the AWS SDK "
                                + "looks for them. A FIFO topic (.fifo) keeps the order of each incident.");
    }

    private static void defineRoute(ConfigDef definition, String prefix) {
        definition.define(prefix + SEVERITY, ConfigDef.Type.STRING, "informational",
                ConfigDef.ValidString.in(severities()), Importance.MEDIUM,
                "It is not told of incidents that are, and whose alerts ever were, less severe.")
                .define(prefix + ACCOUNTS, ConfigDef.Type.LIST, List.of(), Validators.accounts(), Importance.MEDIUM,
                        "The AWS accounts whose incidents it is told of; absent for all.")
                .define(prefix + RULES, ConfigDef.Type.LIST, List.of(), null, Importance.MEDIUM,
                        "Ids of rules: it is told of incidents with an alert of one of them, standing or not. Absent "
                                + "for all.");
    }

    private static ConfigDef defineRetries(ConfigDef definition, String prefix) {
        return definition.define(prefix + TIMEOUT, ConfigDef.Type.LONG, 15_000L, Range.between(100, 60_000),
                Importance.LOW, "How long its whole answer may take; what takes longer is sent again.")
                .define(prefix + RETRY_FOR, ConfigDef.Type.LONG, 3_600_000L, Range.between(0, 30 * DAY),
                        Importance.MEDIUM,
                        "How long a notification is tried, from its first attempt on; then it is parked and the next "
                                + "one of its account's partition is told. Longer keeps more in order over an outage; "
                                + "shorter keeps one that never gets through from holding up others for long. "
                                + "`notify resend` sends what is parked.")
                .define(prefix + BACKOFF, ConfigDef.Type.LONG, 1_000L, Range.between(10, DAY), Importance.LOW,
                        "The wait after the first attempt. Each next one is twice as long; up to a half of it is "
                                + "taken off by chance. A sink's Retry-After counts where it is longer.")
                .define(prefix + BACKOFF_MAX, ConfigDef.Type.LONG, 300_000L, Range.between(10, DAY), Importance.LOW,
                        "The longest such wait.");
    }

    static String[] severities() {
        return Arrays.stream(Severity.values()).map(severity -> severity.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** Returns all keys of sinks with these names. */
    static Set<String> names(List<String> sinks) {
        Set<String> names = new TreeSet<>();
        sinks.forEach(sink -> names.addAll(of(prefix(sink)).names()));
        return names;
    }

    static String prefix(String sink) {
        return SINK + sink + ".";
    }

    /** Returns the names that are sinks' out of a list as it is written. */
    static List<String> split(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(name -> NAME.matcher(name).matches()).distinct()
                .toList();
    }
}

package io.iamwatch.deploy.config;

import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.SslConfigs;

/** All keys of a configuration: those of the services, and those of the connector, which ingest runs. */
final class Keys {

    static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    static final String DATA_FOLDER = "data.dir";
    static final String BROKER_PORT = "broker.port";
    static final String PARTITIONS = "topics.partitions";
    static final String CONNECT_GROUP = "connect.group.id";
    static final String CONNECT_LISTENER = "connect.listener";
    static final String TASKS = "ingest.tasks.max";
    static final String RULES_FILE = "rules.file";
    static final String DETECTOR_THREADS = "detector.threads";
    static final String DETECTOR_STANDBYS = "detector.standby.replicas";
    static final String DETECTOR_GENERATION = "detector.generation";
    static final String SHADOW_RULES = "detector.shadow.rules";
    static final String ALERTING_THREADS = "alerting.threads";
    static final String ALERTING_STANDBYS = "alerting.standby.replicas";
    static final String ASSIGNEE_GROUPS = "alerting.assignee.groups";
    static final String NOTIFY_PROVISIONAL = "notify.provisional.wait.ms";
    static final String NOTIFY_UPDATES = "notify.update.interval.ms";
    static final String NOTIFY_DIGEST = "notify.digest.interval.ms";
    static final String HTTP_ADDRESS = "http.address";
    static final String HTTP_PORT = "http.port";
    static final String HTTP_TOKEN = "http.token";

    static final String CONSOLE_ADDRESS = "console.address";
    static final String CONSOLE_PORT = "console.port";
    static final String CONSOLE_TOKEN = "console.token";
    static final String CONSOLE_USER_HEADER = "console.proxy.user.header";
    static final String CONSOLE_PROXIES = "console.proxy.addresses";

    /** Before Kafka's own names of keys. */
    static final String HTTP = "http.";
    static final String HTTP_SSL = HTTP + "ssl.";
    static final String HTTP_KEYSTORE = HTTP + SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG;
    static final String HTTP_KEYSTORE_TYPE = HTTP + SslConfigs.SSL_KEYSTORE_TYPE_CONFIG;
    static final String HTTP_KEYSTORE_PASSWORD = HTTP + SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG;
    static final String HTTP_KEY_PASSWORD = HTTP + SslConfigs.SSL_KEY_PASSWORD_CONFIG;
    static final String HTTP_TRUSTSTORE = HTTP + SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG;
    static final String HTTP_TRUSTSTORE_TYPE = HTTP + SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG;
    static final String HTTP_TRUSTSTORE_PASSWORD = HTTP + SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG;

    /** What stands behind these is Kafka's to understand. */
    static final String KAFKA = "kafka.";
    static final String CONNECT_WORKER = "connect.worker.";
    static final List<String> OPEN = List.of(KAFKA, CONNECT_WORKER);

    /** What must not stand behind these: it has keys of its own here, or would open what they close. */
    static final List<String> NOT_BEHIND_PREFIXES = List.of("bootstrap.servers", "group.id", "application.id",
            "listeners",
            "admin.listeners", "rest.extension.classes", "exactly.once.source.support");

    static final ConfigDef CONNECTOR = new KinesisSourceConnector().config();
    static final ConfigDef SERVICES = services();

    static final int MOST_PORTS = 65_535;
    private static final String PKCS12 = "PKCS12";
    private static final String PEM = "PEM";

    private Keys() {
    }

    private static ConfigDef services() {
        ConfigDef definition = new ConfigDef();
        definePlaces(definition);
        defineIngest(definition);
        defineStreams(definition);
        defineOutbox(definition);
        SinkKeys.defineNames(definition);
        defineHttp(definition);
        defineHttpKey(definition);
        defineHttpTrust(definition);
        ConsoleKeys.define(definition);
        return CanaryKeys.define(definition);
    }

    private static void definePlaces(ConfigDef definition) {
        definition.define(BOOTSTRAP_SERVERS, ConfigDef.Type.LIST, List.of(), null, Importance.HIGH,
                "Where Kafka is: host:port, several separated by commas. Without it `run` brings a broker of its own, "
                        + "with its data in data.dir: nothing to operate beside it, and one machine is all there is. "
                        + "`ingest`, `detect` and `alert` need it.")
                .define(DATA_FOLDER, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "The folder for state and, where there is one, the broker's log. State that is lost is read "
                                + "again from Kafka, which takes time; the broker's log is all there is of it. Two "
                                + "processes must not have one folder.")
                .define(BROKER_PORT, ConfigDef.Type.INT, 9092, Range.between(0, MOST_PORTS), Importance.MEDIUM,
                        "The port, on loopback, of the broker of `run`; 0 for any free one, which nobody else can "
                                + "know then.")
                .define(PARTITIONS, ConfigDef.Type.INT, 8, Range.between(1, ServiceConfig.MOST_PARTITIONS),
                        Importance.MEDIUM,
                        "Partitions of each topic that the broker of `run` creates. It is the most threads that can "
                                + "share the work of a service. Topics that exist are left as they are: "
                                + "`topics migrate` moves them.");
    }

    private static void defineIngest(ConfigDef definition) {
        definition.define(TASKS, ConfigDef.Type.INT, 2, Range.between(1, 1000), Importance.MEDIUM,
                "The most tasks that share the shards. Each takes a thread and a producer; more tasks than "
                        + "shards are not started.")
                .define(CONNECT_GROUP, ConfigDef.Type.STRING, "iamwatch-connect", new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "The group of the Connect workers that share the shards. The topics of their positions are "
                                + "named after it: with another group reading begins anew.")
                .define(CONNECT_LISTENER, ConfigDef.Type.STRING, "http://127.0.0.1:8083", Validators.listener(),
                        Importance.MEDIUM,
                        "For `ingest`, and `run` with bootstrap.servers: where the worker's REST interface listens. "
                                + "Workers forward to each other there, so those on several machines need an address "
                                + "that the others reach: https then, with connect.worker.ssl.client.auth=required "
                                + "and the keys for it. On a broker of its own `run` has no such interface.");
    }

    private static void defineStreams(ConfigDef definition) {
        definition.define(RULES_FILE, ConfigDef.Type.STRING, null, null, Importance.HIGH,
                "The rules, as `iamwatch rules default` prints them; absent for the default rules. All detectors of "
                        + "one Kafka have to have the same.");
        define(definition, DETECTOR_THREADS, DETECTOR_STANDBYS, "detector");
        definition.define(DETECTOR_GENERATION, ConfigDef.Type.INT, 1, Range.atLeast(1), Importance.LOW,
                "Which life of the detector's state it is. A higher one builds the state anew from the topics, for an "
                        + "engine that sees old records in another light, or for state that is broken; it says "
                        + "nothing of what the one before has judged and goes on where that stopped. Stop all "
                        + "detectors, raise it by one for all of them, start them: until the past is read, no "
                        + "alert comes, and none is lost.");
        definition.define(SHADOW_RULES, ConfigDef.Type.STRING, null, null, Importance.LOW,
                "A rules file whose rules are candidates: they are judged by beside the live ones, and what they "
                        + "would say goes, marked, to `iamwatch.alerts.shadow`, which alerting never reads, so that "
                        + "nobody is paged. No live alert changes by it. They are an application of their own, named "
                        + "after their hash, with one thread, and with a state that they build from the first record "
                        + "on: about what the detector costs again in reading, disk and changelog. Absent for none. "
                        + "All detectors of one Kafka have to have the same.");
        define(definition, ALERTING_THREADS, ALERTING_STANDBYS, "alerting");
    }

    private static void define(ConfigDef definition, String threads, String standbys, String service) {
        definition.define(threads, ConfigDef.Type.INT, 1, Range.between(1, 100), Importance.MEDIUM,
                "Threads of this instance of " + service + ". All threads of all instances share the partitions; more "
                        + "threads than partitions wait as spares.")
                .define(standbys, ConfigDef.Type.INT, 0, Range.between(0, 5), Importance.MEDIUM,
                        "Copies of the state of " + service + " on other instances, kept up to date. With one, another "
                                + "instance takes over within seconds whatever the size of the state; each copy takes "
                                + "as much disk and reading again.");
    }

    private static void defineHttp(ConfigDef definition) {
        definition.define(HTTP_ADDRESS, ConfigDef.Type.STRING, "127.0.0.1", Validators.address(),
                Importance.MEDIUM,
                "The address where /metrics, /health/live and /health/ready are answered. Beyond loopback http.token "
                        + "is needed, or http.ssl.keystore.location and http.ssl.truststore.location; who asks has to "
                        + "meet whatever is set.")
                .define(HTTP_PORT, ConfigDef.Type.INT, 9464, Range.between(0, MOST_PORTS), Importance.MEDIUM,
                        "The port for it; 0 for any free one, which the log tells. Services on one machine need "
                                + "different ones.")
                .define(HTTP_TOKEN, ConfigDef.Type.PASSWORD, null, Validators.token(), Importance.MEDIUM,
                        "What a caller has to send: `Authorization: Bearer …`. Without it, and without "
                                + "http.ssl.truststore.location, everybody on this machine may ask. On http it "
                                + "can be overheard. Keep it elsewhere: "
                                + "`${file:/etc/iamwatch/secrets.properties:http.token}`.");
    }

    private static void defineHttpKey(ConfigDef definition) {
        definition.define(HTTP_KEYSTORE, ConfigDef.Type.STRING, null, new ConfigDef.NonEmptyString(), Importance.MEDIUM,
                "The file with the key and certificate by which /metrics, /health/live and /health/ready are answered "
                        + "on https, with TLS 1.3 or 1.2; without it on http. It is read at the start: a new "
                        + "certificate takes a restart.")
                .define(HTTP_KEYSTORE_TYPE, ConfigDef.Type.STRING, PKCS12, ConfigDef.ValidString.in(PKCS12, PEM),
                        Importance.LOW,
                        "What http.ssl.keystore.location is. PEM: one file, the key (PKCS#8) and the certificate "
                                + "with those of the authorities between.")
                .define(HTTP_KEYSTORE_PASSWORD, ConfigDef.Type.PASSWORD, null, null, Importance.MEDIUM,
                        "The password of http.ssl.keystore.location: PKCS12 needs it, PEM has none. Keep it elsewhere: "
                                + "`${file:/etc/iamwatch/secrets.properties:keystore}`.")
                .define(HTTP_KEY_PASSWORD, ConfigDef.Type.PASSWORD, null, null, Importance.LOW,
                        "The password of the key in http.ssl.keystore.location: in PEM of a key that is encrypted, "
                                + "in PKCS12 where it is not the file's.");
    }

    private static void defineOutbox(ConfigDef definition) {
        definition.define(NOTIFY_PROVISIONAL, ConfigDef.Type.LONG, Timing.DEFAULT.provisional(), Range.atLeast(0),
                Importance.LOW,
                "How long an incident is kept back of which a late event may still retract everything, milliseconds. "
                        + "Less pages for what is retracted within seconds; more tells later. Alerts of "
                        + "new-admin-user never wait.")
                .define(NOTIFY_UPDATES, ConfigDef.Type.LONG, Timing.DEFAULT.updates(), Range.atLeast(0),
                        Importance.LOW,
                        "How much later than the last notification of an incident the next one comes that only "
                                + "adds to its story, milliseconds. What is graver, and what analysts do, comes at "
                                + "once.")
                .define(NOTIFY_DIGEST, ConfigDef.Type.LONG, Timing.DEFAULT.digest(), Range.atLeast(1000),
                        Importance.LOW,
                        "How long an account's incidents of low severity are gathered and told together, "
                                + "milliseconds.")
                .define(ASSIGNEE_GROUPS, ConfigDef.Type.LIST, List.of(AssigneeGroups.DEFAULT.forAll()),
                        Validators.assigneeGroups(), Importance.LOW,
                        "Which group looks after an incident that nobody was assigned to: a name for all, "
                                + "SEVERITY=NAME for those of a severity, RULE=NAME for those whose story is told by "
                                + "an alert of that rule, which goes before; as soc,critical=on-call. An incident that "
                                + "becomes graver before anybody has looked goes to the group of its new severity.");
    }

    private static ConfigDef defineHttpTrust(ConfigDef definition) {
        return definition.define(HTTP_TRUSTSTORE, ConfigDef.Type.STRING, null, new ConfigDef.NonEmptyString(),
                Importance.MEDIUM,
                "The file with the certificates of the authorities whose callers may ask (mutual TLS): one who shows "
                        + "no certificate of theirs gets no connection. Whatever they issue is let in, so it should "
                        + "be an authority for this. It needs http.ssl.keystore.location.")
                .define(HTTP_TRUSTSTORE_TYPE, ConfigDef.Type.STRING, PKCS12, ConfigDef.ValidString.in(PKCS12, PEM),
                        Importance.LOW,
                        "What http.ssl.truststore.location is. PKCS12: as `keytool -importcert` makes it; of what "
                                + "openssl exports Java trusts nothing. PEM: one file with one certificate or several.")
                .define(HTTP_TRUSTSTORE_PASSWORD, ConfigDef.Type.PASSWORD, null, null, Importance.MEDIUM,
                        "The password of http.ssl.truststore.location; PEM has none. Without it a PKCS12 file shows "
                                + "only certificates that are not encrypted; keytool encrypts them.");
    }

    /** Returns all that have names. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(SERVICES.names());
        CONNECTOR.configKeys().values().stream().filter(key -> !key.internalConfig).forEach(key -> names.add(key.name));
        return names;
    }
}

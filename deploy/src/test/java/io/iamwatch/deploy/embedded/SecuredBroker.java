package io.iamwatch.deploy.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker that takes TLS and SASL/SCRAM only, and allows nobody anything that was not granted. */
public final class SecuredBroker implements AutoCloseable {

    /** Whom the services are. */
    public static final String USER = "iamwatch";

    /** Whom nothing is granted but to read topics. */
    private static final String READER = "reader";

    private static final String ADMIN = "operator";
    private static final String PASSWORD = "correct-horse-battery";
    private static final String MECHANISM = "SCRAM-SHA-512";

    private final KafkaRaftServer server;
    private final Path trust;
    private final String address;

    private SecuredBroker(KafkaRaftServer server, Path trust, String address) {
        this.server = server;
        this.trust = trust;
        this.address = address;
    }

    /** Starts a broker and returns when it answers. */
    public static SecuredBroker start(Path folder) throws Exception {
        TestAuthority authority = TestAuthority.create(folder.resolve("authority"), PASSWORD);
        Path key = authority.issue("broker");
        Path trust = authority.trust();
        Path data = folder.resolve("data");
        format(data);
        List<Integer> ports = Loopback.freePorts(2);
        Map<String, String> settings = new HashMap<>(BrokerSettings.of(data, ports.getFirst(), ports.getLast()));
        settings.putAll(secured(ports.getFirst(), ports.getLast(), key, trust));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        SecuredBroker broker = new SecuredBroker(server, trust, "127.0.0.1:" + ports.getFirst());
        broker.grant();
        return broker;
    }

    private static Map<String, String> secured(int port, int controllerPort, Path key, Path trust) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", "SASL_SSL://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "SASL_SSL://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "SASL_SSL");
        settings.put("sasl.enabled.mechanisms", MECHANISM);
        settings.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
        settings.put("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", jaas(ADMIN));
        settings.put("ssl.keystore.location", key.toString());
        settings.put("ssl.keystore.password", PASSWORD);
        settings.put("ssl.truststore.location", trust.toString());
        settings.put("ssl.truststore.password", PASSWORD);
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The controller's own listener, on loopback, knows no names.
        settings.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        return settings;
    }

    private static void format(Path folder) throws Exception {
        Files.createDirectories(folder);
        new Formatter().setNodeId(BrokerSettings.NODE_ID).setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setDirectories(List.of(folder.toString())).setMetadataLogDirectory(folder.toString())
                .setHasDynamicQuorum(false).setIgnoreFormatted(true)
                .setScramArguments(List.of(scram(ADMIN), scram(USER), scram(READER)))
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8)).run();
    }

    private static String scram(String user) {
        return MECHANISM + "=[name=" + user + ",password=" + PASSWORD + "]";
    }

    private static String jaas(String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + PASSWORD + "\";";
    }

    /** What README's table says that the services need, and nothing more. */
    private void grant() throws InterruptedException, ExecutionException {
        List<AclBinding> acls = new ArrayList<>();
        for (AclOperation operation : List.of(AclOperation.READ, AclOperation.WRITE)) {
            acls.add(acl(ResourceType.TOPIC, "cloudtrail.", operation));
        }
        for (AclOperation operation : List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE,
                AclOperation.DESCRIBE_CONFIGS)) {
            acls.add(acl(ResourceType.TOPIC, "iamwatch", operation));
        }
        acls.add(acl(ResourceType.GROUP, "iamwatch", AclOperation.READ));
        for (String prefix : List.of("iamwatch", "connect-cluster-iamwatch")) {
            acls.add(acl(ResourceType.TRANSACTIONAL_ID, prefix, AclOperation.WRITE));
            acls.add(acl(ResourceType.TRANSACTIONAL_ID, prefix, AclOperation.DESCRIBE));
        }
        for (String prefix : List.of("cloudtrail.", "iamwatch.")) {
            acls.add(acl(READER, ResourceType.TOPIC, prefix, AclOperation.READ));
        }
        try (Admin admin = Admin.create(operator())) {
            admin.createAcls(acls).all().get();
        }
    }

    private static AclBinding acl(ResourceType type, String prefix, AclOperation operation) {
        return acl(USER, type, prefix, operation);
    }

    private static AclBinding acl(String user, ResourceType type, String prefix, AclOperation operation) {
        return new AclBinding(new ResourcePattern(type, prefix, PatternType.PREFIXED),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** Returns what a client needs that may do everything. */
    public Map<String, Object> operator() {
        Map<String, Object> client = new HashMap<>(client(ADMIN));
        client.put("bootstrap.servers", address);
        return client;
    }

    /** Returns what the services' clients need, besides the address. */
    public Map<String, String> user() {
        return client(USER);
    }

    /** Returns what a client needs that may read topics, and do nothing else: join no group, write nowhere. */
    public Map<String, String> reader() {
        return client(READER);
    }

    private Map<String, String> client(String user) {
        return Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", MECHANISM, "sasl.jaas.config", jaas(user),
                "ssl.truststore.location", trust.toString(), "ssl.truststore.password", PASSWORD);
    }

    /** Returns where it is. */
    public String bootstrapServers() {
        return address;
    }

    /** Returns what must be found nowhere. */
    public static String secret() {
        return PASSWORD;
    }

    @Override
    public void close() {
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (RuntimeException failure) {
            throw new UncheckedIOException(new IOException(failure));
        }
    }
}

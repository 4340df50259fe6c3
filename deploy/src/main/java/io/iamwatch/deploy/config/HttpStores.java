package io.iamwatch.deploy.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * The files with the key of health and metrics, and with the authorities of their callers. Kafka's reader of such
 * files reads them, so that they may be what its listeners take.
 */
final class HttpStores {

    private static final Store KEY = new Store(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, "ssl.key",
            SslEngineFactory::keystore, KeyStore.PrivateKeyEntry.class, "no private key with its certificate");
    private static final Store AUTHORITIES = new Store(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, "ssl.truststore",
            SslEngineFactory::truststore, KeyStore.TrustedCertificateEntry.class,
            "no certificate that Java trusts, as keytool -importcert puts there");

    private static final ConfigDef KAFKAS = new ConfigDef().withClientSslSupport();

    private final Map<String, Object> settings;

    /**
     * One of the files.
     *
     * @param location what names it
     * @param prefix of all that is said of it
     * @param read takes it from Kafka's reader
     * @param needed what must be in it
     * @param lacks says that it is not
     */
    private record Store(String location, String prefix, Function<SslEngineFactory, KeyStore> read,
            Class<? extends KeyStore.Entry> needed, String lacks) {

        String key() {
            return Keys.HTTP + location;
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param settings those that are set, by Kafka's names
     */
    HttpStores(Map<String, Object> settings) {
        this.settings = settings;
    }

    /**
     * Reads the files.
     *
     * @return empty where no key is named, and so http is spoken
     * @throws KafkaException if one cannot be read
     */
    Optional<HttpTls> open() {
        if (!isNamed(KEY)) {
            return Optional.empty();
        }
        try (DefaultSslEngineFactory reader = read(settings)) {
            return Optional.of(new HttpTls(reader.sslContext(), callersShowCertificates()));
        }
    }

    /** Whether nobody is answered who shows no certificate. */
    boolean callersShowCertificates() {
        return isNamed(KEY) && isNamed(AUTHORITIES);
    }

    /**
     * Returns what is wrong with the files, or is missing.
     *
     * @param written the configuration before secrets were resolved: what they stand for is not quoted
     */
    List<Problem> problems(Map<String, String> written) {
        List<Problem> problems = new ArrayList<>();
        written.keySet().stream().filter(key -> key.startsWith(Keys.HTTP_SSL))
                .forEach(key -> missing(key).ifPresent(store -> problems.add(new Problem(key, "needs " + store.key()
                        + " too: by itself it does nothing"))));
        for (Store store : List.of(KEY, AUTHORITIES)) {
            if (isNamed(store)) {
                refusal(store).ifPresent(reason -> problems.add(new Problem(store.key(), written.get(store.key()) + " "
                        + reason)));
            }
        }
        return problems;
    }

    /** What somebody takes for TLS, and is none, would leave open what should be closed. */
    private Optional<Store> missing(String key) {
        Store needed = key.startsWith(Keys.HTTP + KEY.prefix()) || key.equals(AUTHORITIES.key()) ? KEY : AUTHORITIES;
        return isNamed(needed) ? Optional.empty() : Optional.of(needed);
    }

    private boolean isNamed(Store store) {
        return settings.containsKey(store.location());
    }

    private Optional<String> refusal(Store store) {
        Map<String, Object> alone = new HashMap<>(settings);
        alone.keySet().removeIf(key -> !key.startsWith(store.prefix()));
        try {
            // Of a file that is missing Kafka's reader would log a stack trace.
            Files.getLastModifiedTime(Path.of((String) settings.get(store.location())));
            try (DefaultSslEngineFactory reader = read(alone)) {
                return holds(store.read().apply(reader), store.needed())
                        ? Optional.empty()
                        : Optional.of("holds " + store.lacks() + fitting(store));
            }
        } catch (IOException | KafkaException | KeyStoreException failure) {
            return Optional.of("cannot be read: " + reason(failure, store));
        }
    }

    private static DefaultSslEngineFactory read(Map<String, Object> settings) {
        DefaultSslEngineFactory reader = new DefaultSslEngineFactory();
        reader.configure(new AbstractConfig(KAFKAS, settings, false).values());
        return reader;
    }

    private static boolean holds(KeyStore store, Class<? extends KeyStore.Entry> needed) throws KeyStoreException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, needed)) {
                return true;
            }
        }
        return false;
    }

    /** Kafka's reader says only where it was. */
    private static String reason(Exception failure, Store store) {
        Throwable cause = failure;
        while (cause instanceof KafkaException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> cause.getMessage() + fitting(store);
        };
    }

    private static String fitting(Store store) {
        return Keys.SERVICES.names().stream()
                .filter(key -> key.startsWith(Keys.HTTP + store.prefix()) && !key.equals(store.key())).sorted()
                .collect(Collectors.joining(", ", "; it has to fit ", ""));
    }
}

package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.backup.Release;
import io.iamwatch.detector.rules.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine;

/** What this is: its version and commit, as the build wrote them into the jar, its Kafka, its default rules. */
final class Version implements CommandLine.IVersionProvider {

    private static final String UNKNOWN = "unknown";

    @Override
    public String[] getVersion() {
        Release release = release();
        return new String[]{
                "iamwatch " + release.iamwatch(),
                "Kafka " + release.kafka() + ", Java " + Runtime.version(),
                "default rules " + Rules.DEFAULT.hash().substring(0, 12)};
    }

    static Release release() {
        Attributes built = built();
        return new Release(value(built, "Implementation-Version") + ", commit " + value(built, "Implementation-Commit"),
                AppInfoParser.getVersion());
    }

    private static String value(Attributes built, String name) {
        String value = built.getValue(name);
        // Maven leaves what it does not know as it stands.
        return value == null || value.startsWith("${") ? UNKNOWN : value;
    }

    private static Attributes built() {
        URL code = Version.class.getProtectionDomain().getCodeSource().getLocation();
        if (!code.getPath().endsWith(".jar")) {
            return new Attributes();
        }
        try (InputStream file = code.openStream(); JarInputStream jar = new JarInputStream(file)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

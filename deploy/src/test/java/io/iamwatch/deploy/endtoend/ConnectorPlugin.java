package io.iamwatch.deploy.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The connector as its users get it: a zip that they unpack. */
final class ConnectorPlugin {

    private ConnectorPlugin() {
    }

    /** Unpacks it into a new folder, which is then the plugin.path of a worker. */
    static Path unpack(Path folder) throws IOException {
        Path pluginPath = Files.createDirectories(folder.resolve("plugins"));
        try (InputStream file = Files.newInputStream(Path.of(System.getProperty("iamwatch.plugin")));
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = pluginPath.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? path : path.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(zip, path);
                }
            }
        }
        return pluginPath;
    }
}

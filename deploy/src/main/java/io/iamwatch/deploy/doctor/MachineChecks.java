package io.iamwatch.deploy.doctor;

import io.iamwatch.deploy.config.ServiceConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Looks at this machine: Java, folder, disk, ports. */
final class MachineChecks {

    private static final int JAVA_NEEDED = 21;
    private static final long GIB = 1L << 30;
    private static final long LEAST_FREE = GIB;
    private static final long COMFORTABLY_FREE = 10 * GIB;

    private MachineChecks() {
    }

    static Finding java() {
        Runtime.Version version = Runtime.version();
        return version.feature() >= JAVA_NEEDED
                ? Finding.good("Java", version.toString())
                : Finding.bad("Java", version.toString(), "install Java " + JAVA_NEEDED + " or newer");
    }

    static Finding folder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "doctor", null));
        } catch (IOException | SecurityException refused) {
            return Finding.bad("data.dir", folder + " cannot be written: " + refused,
                    "create it and give it to the user that runs iamwatch");
        }
        return disk(folder);
    }

    private static Finding disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            long free = store.getUsableSpace();
            String detail = String.format(Locale.ROOT, "%s, %.1f GiB free", folder, (double) free / GIB);
            if (free < LEAST_FREE) {
                return Finding.bad("data.dir", detail, "make room: with a full disk nothing can be written");
            }
            return free < COMFORTABLY_FREE
                    ? Finding.warning("data.dir", detail, "make room, or watch it: 10 GiB are comfortable")
                    : Finding.good("data.dir", detail);
        } catch (IOException unknown) {
            return Finding.warning("data.dir", "cannot tell how much is free: " + unknown, "look for yourself");
        }
    }

    static Finding httpPort(ServiceConfig config) {
        return port("http.port", config.httpAddress(), config.httpPort());
    }

    static Finding consolePort(ServiceConfig config) {
        return config.consolePort() < 0
                ? Finding.good("console.port", "no console")
                : port("console.port", config.consoleAddress(), config.consolePort());
    }

    static Finding brokerPort(ServiceConfig config) {
        return port("broker.port", "127.0.0.1", config.brokerPort());
    }

    private static Finding port(String key, String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return Finding.good(key, port == 0 ? "any" : port + " is free");
        } catch (IOException taken) {
            return Finding.warning(key, address + ":" + port + " is taken: " + taken.getMessage(),
                    "nothing, if iamwatch is running here already; else name another one");
        }
    }
}

package io.iamwatch.deploy.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * The folder {@code deploy/kinesis-emulator} of the checkout: a package.json, the lock file that pins the emulator,
 * and what npm makes of them.
 */
final class EmulatorInstallation {

    /** Set by the launcher and by the build: the root of the checkout. */
    static final String HOME_PROPERTY = "iamwatch.home";

    private static final List<String> INSTALL = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
            "--no-progress", "--loglevel=error");

    private final Path home;

    private EmulatorInstallation(Path home) {
        this.home = home;
    }

    static EmulatorInstallation ofThisCheckout() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("the system property " + HOME_PROPERTY
                    + " must name the root of the checkout; the launcher ./iamwatch sets it");
        }
        EmulatorInstallation installation = new EmulatorInstallation(Path.of(home));
        if (!Files.exists(installation.lockFile())) {
            throw new IllegalStateException(HOME_PROPERTY + "=" + home + " is no checkout of iamwatch: "
                    + installation.lockFile() + " is missing");
        }
        return installation;
    }

    Path folder() {
        return home.resolve("deploy").resolve("kinesis-emulator");
    }

    /** Installs what the lock file says unless that is what is installed. Safe when two processes do it at once. */
    void installWhenNeeded(Consumer<String> progress) {
        if (upToDate()) {
            return;
        }
        Path guard = home.resolve("deploy").resolve("target").resolve("kinesis-emulator.lock");
        try {
            Files.createDirectories(guard.getParent());
            try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock unusedEndsWithTheChannel = channel.lock();
                if (!upToDate()) {
                    install(progress);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install the Kinesis emulator in " + folder(), e);
        }
    }

    private boolean upToDate() {
        Path installed = folder().resolve("node_modules").resolve(".package-lock.json");
        try {
            return Files.exists(installed)
                    && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lockFile())) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + installed, e);
        }
    }

    private Path lockFile() {
        return folder().resolve("package-lock.json");
    }

    private void install(Consumer<String> progress) throws IOException {
        progress.accept("installing the Kinesis emulator (npm ci)");
        StringBuilder said = new StringBuilder();
        int status = run(line -> {
            said.append(line).append(System.lineSeparator());
            progress.accept("npm: " + line);
        });
        if (status != 0) {
            throw new IllegalStateException("npm ci in " + folder() + " ended with status " + status + ": " + said);
        }
    }

    private int run(Consumer<String> lines) throws IOException {
        Process npm = startNpm();
        npm.getOutputStream().close();
        try (BufferedReader output = npm.inputReader(StandardCharsets.UTF_8)) {
            // Reading cannot be interrupted, waiting can.
            Thread reading = Thread.ofVirtual().start(() -> output.lines().forEach(lines));
            reading.join();
            return npm.waitFor();
        } catch (InterruptedException e) {
            npm.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while installing the Kinesis emulator", e);
        }
    }

    private Process startNpm() {
        try {
            return new ProcessBuilder(INSTALL).directory(folder().toFile()).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "npm is needed to install the Kinesis emulator (it comes with Node.js 18 or "
                            + "newer), but it is not on the PATH",
                    e);
        }
    }
}

package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.deploy.embedded.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Docker engine of the test's own, started by hand as root, with everything in one folder. It changes nothing of
 * the machine's firewall and gives no container a way out of the machine; its images are stand-ins for those that
 * it cannot pull.
 */
final class DockerEngine implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Path STAND_INS = Path.of("src", "test", "resources", "compose", "stand-ins.sh")
            .toAbsolutePath();
    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final Path LIBRARIES = Path.of("target", "lib").toAbsolutePath();

    private final Path folder;
    private final Map<String, String> environment;
    private final Process daemon;

    private DockerEngine(Path folder, Map<String, String> variables) throws IOException {
        this.folder = folder;
        this.environment = new HashMap<>(variables);
        environment.put("DOCKER_HOST", "unix://" + folder.resolve("docker.sock"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        daemon = new ProcessBuilder("dockerd", "--host", environment.get("DOCKER_HOST"), "--data-root",
                folder.resolve("data").toString(), "--exec-root", folder.resolve("exec").toString(), "--pidfile",
                folder.resolve("docker.pid").toString(), "--iptables=false", "--ip-forward=false", "--bridge=none")
                .redirectErrorStream(true).redirectOutput(folder.resolve("dockerd.log").toFile()).start();
    }

    /** Why there can be none here; empty where there can. */
    static Optional<String> missing() {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("only root can start a Docker engine");
        }
        return Stream.of("dockerd", "docker", "docker-compose", "debootstrap", "prometheus", "node", "npm", "mvn")
                .filter(program -> Stream.of(System.getenv("PATH").split(":"))
                        .noneMatch(place -> Files.isExecutable(Path.of(place, program))))
                .map(program -> "no " + program + " on the PATH: the Debian packages docker.io, docker-compose, "
                        + "debootstrap and prometheus have what is needed")
                .findFirst();
    }

    /**
     * Starts one and gives it the images.
     *
     * @param variables what the compose file is told
     */
    static DockerEngine start(Path folder, Map<String, String> variables) throws IOException {
        DockerEngine engine = new DockerEngine(folder, variables);
        try {
            Await.until("the Docker engine, whose log is in " + folder, LIMIT, engine::answers);
            engine.run(List.of("bash", STAND_INS.toString(),
                    Files.createDirectory(folder.resolve("stand-ins")).toString(), LIBRARIES.toString()));
            return engine;
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    private boolean answers() {
        if (!daemon.isAlive()) {
            throw new IllegalStateException("dockerd has ended with " + daemon.exitValue() + ": "
                    + lastLines(folder.resolve("dockerd.log")));
        }
        return Files.exists(folder.resolve("docker.sock"));
    }

    String docker(String... words) {
        return run(Stream.concat(Stream.of("docker"), Stream.of(words)).toList());
    }

    String compose(String... words) {
        return run(Stream.concat(Stream.of("docker-compose"), Stream.of(words)).toList());
    }

    /** Waits until the health checks of these services say that they are well. */
    void awaitHealthy(Duration limit, List<String> services) {
        for (String service : services) {
            String container = container(service);
            try {
                Await.until(service + " to be healthy", limit, () -> docker("inspect", "--format",
                        "{{.State.Status}} {{.State.Health.Status}}", container).equals("running healthy"));
            } catch (IllegalStateException inVain) {
                throw new IllegalStateException(inVain.getMessage() + ": "
                        + docker("inspect", "--format", "{{json .State}}", container) + docker("logs", container),
                        inVain);
            }
        }
    }

    /** The id of a service's container, whether it runs or not. */
    String container(String service) {
        return compose("ps", "--quiet", service);
    }

    /** Runs a program at the top of the repository, and returns what it says; fails where it fails. */
    private String run(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(TOP.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(words + " ends with " + process.exitValue() + ": " + said);
            }
            return said;
        } catch (IOException failure) {
            throw new IllegalStateException("cannot run " + words, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + words, interrupted);
        }
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException unreadable) {
            return log + " cannot be read";
        }
    }

    /** Stops the engine. Containers, volumes and images go with the folder. */
    @Override
    public void close() {
        daemon.destroy();
        try {
            if (!daemon.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                daemon.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            daemon.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

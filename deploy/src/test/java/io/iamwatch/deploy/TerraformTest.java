package io.iamwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What deploy/terraform grants to ingest is what its code asks for. */
class TerraformTest {

    private static final Path FOLDER = Path.of("terraform");
    private static final Path CODE = Path.of("..", "ingest", "src", "main", "java");
    private static final Pattern ACTION = Pattern.compile("\"kinesis:([A-Za-z*]+)\"");

    @Test
    void everyCallOfTheConnectorIsAllowedAndNothingElse() throws IOException {
        Set<String> allowed = actions(Files.readString(FOLDER.resolve("ingest.tf")));
        Set<String> called = calls();
        assertThat(called).isNotEmpty();
        assertThat(allowed).isEqualTo(called);
    }

    /** On the machines of those who change it there is a terraform; elsewhere this says that it was not checked. */
    @Test
    void theFilesAreFormatted() throws Exception {
        Process terraform;
        try {
            terraform = new ProcessBuilder("terraform", "fmt", "-check", "-diff", "-recursive")
                    .directory(FOLDER.toFile()).redirectErrorStream(true).start();
        } catch (IOException none) {
            assumeThat(false).as("no terraform on the PATH: " + none.getMessage()).isTrue();
            return;
        }
        String said = new String(terraform.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(terraform.waitFor()).as(said).isZero();
    }

    private static Set<String> actions(String policy) {
        return ACTION.matcher(policy).results().map(action -> action.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> calls() throws IOException {
        Pattern call = Pattern.compile("\\.(" + Stream.of(KinesisClient.class, KinesisAsyncClient.class)
                .flatMap(client -> Arrays.stream(client.getMethods())).filter(TerraformTest::isOperation)
                .map(Method::getName).distinct().collect(Collectors.joining("|")) + ")(Paginator)?\\(");
        try (Stream<Path> files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(TerraformTest::text)
                    .flatMap(text -> call.matcher(text).results()).map(TerraformTest::action)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Operations take a request that is named like them. */
    private static boolean isOperation(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> type.getSimpleName().equalsIgnoreCase(method.getName() + "Request"));
    }

    private static String action(MatchResult call) {
        return Character.toUpperCase(call.group(1).charAt(0)) + call.group(1).substring(1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

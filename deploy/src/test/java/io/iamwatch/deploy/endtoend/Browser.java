package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.embedded.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Headless Chromium, driven by W3C WebDriver. */
final class Browser implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process driver;
    private final String session;

    private Browser(Process driver, String endpoint, String chromium) {
        this.driver = driver;
        ObjectNode always = JSON.createObjectNode();
        ObjectNode options = always.putObject("capabilities").putObject("alwaysMatch").put("browserName", "chrome")
                .putObject("goog:chromeOptions").put("binary", chromium);
        List.of("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900",
                "--hide-scrollbars").forEach(options.putArray("args")::add);
        ((ObjectNode) always.at("/capabilities/alwaysMatch")).putObject("goog:loggingPrefs").put("browser", "ALL");
        this.session = endpoint + "/session/" + post(endpoint + "/session", always).path("sessionId").asText();
    }

    /** Returns why there is no browser on this machine; empty where there is one. */
    static Optional<String> missing() {
        return Stream.of("chromium", "chromedriver").filter(program -> find(program).isEmpty()).findFirst()
                .map(program -> "no " + program + " in PATH: Debian's packages chromium and chromium-driver have both");
    }

    private static Optional<Path> find(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable).findFirst();
    }

    static Browser start() throws IOException {
        Process driver = new ProcessBuilder(find("chromedriver").orElseThrow().toString(), "--port=0")
                .redirectErrorStream(true).start();
        BufferedReader lines = driver.inputReader(UTF_8);
        String line = lines.readLine();
        while (line != null) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
                return new Browser(driver, "http://127.0.0.1:" + started.group(1),
                        find("chromium").orElseThrow().toString());
            }
            line = lines.readLine();
        }
        throw new IllegalStateException("chromedriver did not start");
    }

    void open(String url) {
        post(session + "/url", JSON.createObjectNode().put("url", url));
    }

    String url() {
        return get(session + "/url").asText();
    }

    /** Runs a script in the page and returns what it returns. */
    JsonNode run(String script) {
        ObjectNode body = JSON.createObjectNode().put("script", script);
        body.putArray("args");
        return post(session + "/execute/sync", body);
    }

    /** The text of the first element that fits; empty where none does. */
    String text(String selector) {
        return run("return document.querySelector(" + quoted(selector) + ")?.innerText ?? ''").asText();
    }

    void until(String what, String selector, String part) {
        try {
            Await.until(what, LIMIT, () -> text(selector).contains(part));
        } catch (IllegalStateException inVain) {
            throw new IllegalStateException(inVain.getMessage() + "; the page " + url() + " says: " + text("body"),
                    inVain);
        }
    }

    void click(String selector) {
        post(session + "/element/" + element(selector) + "/click", JSON.createObjectNode());
    }

    /** Types into an element, as a keyboard does. */
    void type(String selector, String text) {
        post(session + "/element/" + element(selector) + "/value", JSON.createObjectNode().put("text", text));
    }

    /** Presses keys wherever the focus is. */
    void press(String keys) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode keyboard = body.putArray("actions").addObject().put("type", "key").put("id", "keyboard");
        var strokes = keyboard.putArray("actions");
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            strokes.addObject().put("type", "keyDown").put("value", key);
            strokes.addObject().put("type", "keyUp").put("value", key);
        });
        post(session + "/actions", body);
    }

    private String element(String selector) {
        return post(session + "/element", JSON.createObjectNode().put("using", "css selector").put("value", selector))
                .path(ELEMENT).asText();
    }

    /** What the browser complains of: errors of scripts, what a policy forbids, what is not there. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        post(session + "/se/log", JSON.createObjectNode().put("type", "browser"))
                .forEach(entry -> complaints.add(entry.path("level").asText() + " " + entry.path("message").asText()));
        return complaints;
    }

    /** Shows pages as on another device. */
    void device(int width, int height, boolean dark) {
        ObjectNode metrics = JSON.createObjectNode().put("cmd", "Emulation.setDeviceMetricsOverride");
        metrics.putObject("params").put("width", width).put("height", height).put("deviceScaleFactor", 1).put("mobile",
                width < 600);
        post(session + "/goog/cdp/execute", metrics);
        ObjectNode media = JSON.createObjectNode().put("cmd", "Emulation.setEmulatedMedia");
        media.putObject("params").putArray("features").addObject().put("name", "prefers-color-scheme").put("value",
                dark ? "dark" : "light");
        post(session + "/goog/cdp/execute", media);
    }

    /** Writes the whole page to a file, not only what a window shows of it. */
    void screenshot(Path file) throws IOException {
        ObjectNode capture = JSON.createObjectNode().put("cmd", "Page.captureScreenshot");
        capture.putObject("params").put("format", "png").put("captureBeyondViewport", true);
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder()
                .decode(post(session + "/goog/cdp/execute", capture).path("data").asText()));
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private JsonNode get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private JsonNode post(String url, ObjectNode body) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(request.uri().getPath() + ": " + value.path("error").asText() + ": "
                        + value.path("message").asText());
            }
            return value;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        try {
            send(HttpRequest.newBuilder(URI.create(session)).DELETE().build());
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
            http.shutdownNow();
        }
    }
}

package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.act.CommandDesk.Outcome;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.RawRecords;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what, and who does not. */
class SiteTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String TOKEN = "0123456789abcdef";

    private final IncidentView view = new IncidentView();
    private final IncidentFinding attack = Shown.attack();
    private final String uid = Shown.uid(attack);
    private final List<IncidentCommand> given = new ArrayList<>();
    private Outcome outcome = new Outcome.Applied();
    private RawRecords.Outcome record = new RawRecords.Outcome.Nothing();
    private Instant now = NOW;
    private Site site = site(Optional.empty(), Optional.empty());

    private Site site(Optional<String> token, Optional<ConsoleSettings.Proxy> proxy) {
        CommandDesk desk = (command, key) -> {
            assertThat(key).isEqualTo(attack.unmapped().iamwatch().key());
            given.add(command);
            return outcome;
        };
        return Routes.site(new ConsoleSettings("127.0.0.1", 0, token, proxy, Optional.empty(), "os-user",
                Duration.ofSeconds(1)), view, desk, place -> record, () -> now);
    }

    @BeforeEach
    void show() {
        Shown.put(view, attack, 0, 17);
        view.complete();
    }

    @Test
    void everyAnswerIsStrict() throws Exception {
        for (String path : List.of("/incidents", "/incidents/" + uid, "/api/incidents", "/assets/console.js", "/x")) {
            Response answer = ask(Asked.get(path)).withSecurity(false);
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'",
                    "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
                    .doesNotContain("unsafe", "*");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void listsAndShows() throws Exception {
        assertThat(ask(Asked.get("/incidents")).text()).contains("user malicious-iam-user", "data-position=\"0:17\"");
        assertThat(ask(Asked.get("/incidents?status=closed")).text()).contains("No incident passes this filter.");
        assertThat(ask(Asked.get("/incidents?colour=red")).status()).isEqualTo(400);
        assertThat(ask(Asked.get("/incidents/" + uid)).text()).contains("What happened", "data-position=\"0:17\"");
        assertThat(ask(Asked.get("/incidents/nobody")).status()).isEqualTo(404);
        JsonNode list = json(ask(Asked.get("/api/incidents?severity=critical&principal=MALICIOUS")));
        assertThat(list.path("total").asInt()).isEqualTo(1);
        assertThat(list.path("position").asText()).isEqualTo("0:17");
        assertThat(list.path("items").get(0).path("uid").asText()).isEqualTo(uid);
        Response incident = ask(Asked.get("/api/incidents/" + uid));
        assertThat(json(incident).path("class_uid").asInt()).isEqualTo(2005);
        assertThat(incident.header(Api.POSITION)).isEqualTo("0:17");
        assertThat(ask(Asked.get("/")).header("Location")).isEqualTo("/incidents");
    }

    @Test
    void givesTheRecordsBehindAnIncidentAndNoOthers() throws Exception {
        String path = "/incidents/" + uid + "/evidence?position=cloudtrail.identity/8/7";
        String name = "<b>\u202e";
        record = new RawRecords.Outcome.Found(("{\"eventName\":\"CreateUser\",\"eventTime\":\"2024-08-01T13:33:28Z\","
                + "\"requestParameters\":{\"userName\":\"" + name + "\"}}").getBytes(UTF_8), 1, "stream/shard/1/0");
        Response page = ask(Asked.get(path));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("&lt;b&gt;\\u202E", "stream/shard/1/0").doesNotContain("<b>", "\u202e");
        assertThat(ask(Asked.get("/incidents/" + uid)).text()).contains("href=\"" + path.replace("/8/7", "%2F8%2F7"));
        JsonNode json = json(ask(Asked.get("/api" + path)));
        assertThat(json.path("record").path("requestParameters").path("userName").asText()).isEqualTo(name);
        for (String other : List.of("cloudtrail.identity/8/6", "iamwatch.verdicts/0/0", "", "x", "../etc/1/2")) {
            assertThat(ask(Asked.get("/api/incidents/" + uid + "/evidence?position=" + other)).status()).as(other)
                    .isEqualTo(404);
        }
        record = new RawRecords.Outcome.Found("{\"eventName\":\"Other\"}".getBytes(UTF_8), 1, null);
        assertThat(ask(Asked.get("/api" + path)).text()).contains("another record stands");
        record = new RawRecords.Outcome.Gone(99);
        assertThat(ask(Asked.get(path)).status()).isEqualTo(410);
        assertThat(ask(Asked.get(path)).text()).contains("retention took it", "from offset 99 on");
        record = new RawRecords.Outcome.Unreachable("Kafka is away");
        assertThat(ask(Asked.get("/api" + path)).status()).isEqualTo(503);
        assertThat(ask(Asked.get("/api/incidents/nobody/evidence?position=x")).status()).isEqualTo(404);
    }

    @Test
    void tellsWhatElseTheActorsTouched() throws Exception {
        Shown.put(view, Shown.about("second"), 0, 18);
        JsonNode related = json(ask(Asked.get("/api/incidents/" + uid + "/related")));
        assertThat(related.path("total").asInt()).isEqualTo(1);
        assertThat(related.at("/items/0/incident/principal").asText()).isEqualTo("user second");
        assertThat(related.at("/items/0/reasons/0").asText()).isEqualTo("the same actor: christophe");
        assertThat(ask(Asked.get("/incidents/" + uid)).text()).contains("Related incidents", "user second");
        assertThat(ask(Asked.get("/api/incidents/nobody/related")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"POST, /incidents, 405", "DELETE, /api/incidents, 405", "GET, /api/nothing, 404", "GET, /../etc, 404",
            "GET, /incidents/a%2Fb, 404", "PUT, /assets/console.js, 405", "GET, /assets/../console.js, 404"})
    void nothingElseIsThere(String method, String path, int status) throws Exception {
        Asked asked = Asked.get(path);
        assertThat(ask(new Asked(method, path, asked.headers(), asked.caller(), "")).status()).isEqualTo(status);
    }

    @Test
    void saysThatItIsStillReading() throws Exception {
        IncidentView empty = new IncidentView();
        Site early = Routes.site(new ConsoleSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(),
                Optional.empty(), "me", Duration.ofSeconds(1)), empty, (command, key) -> outcome, place -> record,
                () -> now);
        for (String path : List.of("/incidents", "/api/incidents", "/api/events", "/incidents/x")) {
            Response answer = (Response) early.answer(Asked.get(path).request());
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:9465", "127.0.0.1.evil.example", "localhost.evil:9465", "",
            "127.0.0.1:9465:1", "[::2]"})
    void aNameThatIsNotThisMachineIsNotAnswered(String host) throws Exception {
        assertThat(ask(Asked.get("/incidents").with("host", host)).status()).isEqualTo(421);
        assertThat(ask(Asked.get("/incidents").with("host", "localhost", host)).status()).isEqualTo(421);
        assertThat(ask(Asked.get("/incidents").without("host")).status()).isEqualTo(421);
        assertThat(ask(Asked.get("/incidents").with("host", "[::1]:1")).status()).isEqualTo(200);
    }

    @Test
    void aFormOfOursIsTaken() throws Exception {
        Response answer = ask(command("type=close&verdict=true-positive&text=a%26b%0D%0Ac&author=ann"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/incidents/" + uid + "?told=applied");
        assertThat(answer.header("Set-Cookie")).startsWith("iamwatch-name=").contains("HttpOnly; SameSite=Strict");
        assertThat(given).singleElement().satisfies(command -> {
            assertThat(command.incidentUid()).isEqualTo(uid);
            assertThat(command.author()).isEqualTo("ann");
            assertThat(command.time()).isEqualTo(NOW.toEpochMilli());
            assertThat(command.action()).isEqualTo(new Action.Close(Verdict.TRUE_POSITIVE, "a&b\nc"));
        });
    }

    @Test
    void whatBecameOfACommandIsSaid() throws Exception {
        String path = "/api/incidents/" + uid + "/commands";
        String body = "{\"type\":\"acknowledge\"}";
        assertThat(ask(Asked.json(path, body)).status()).isEqualTo(200);
        assertThat(given.getFirst().author()).isEqualTo("os-user");
        outcome = new Outcome.Refused("it is <closed>");
        assertThat(json(ask(Asked.json(path, body))).path("error").asText()).isEqualTo("it is <closed>");
        assertThat(ask(Asked.json(path, body)).status()).isEqualTo(409);
        assertThat(ask(command("type=acknowledge")).text()).contains("it is &lt;closed&gt;");
        outcome = new Outcome.Pending();
        Response pending = ask(Asked.json(path, body));
        assertThat(pending.status()).isEqualTo(202);
        assertThat(json(pending).path("command").asText()).isEqualTo(given.getLast().uid());
        assertThat(ask(command("type=acknowledge")).header("Location")).endsWith("told=pending");
        outcome = new Outcome.Lost("Kafka did not confirm");
        assertThat(ask(Asked.json(path, body)).status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "{\"type\":{}}", "{\"type\":\"acknowledge\",\"type\":\"resume\"}", "null", ""})
    void aBodyThatIsNoFlatObjectIsRefused(String body) throws Exception {
        assertThat(ask(Asked.json("/api/incidents/" + uid + "/commands", body)).status()).isEqualTo(415);
        assertThat(given).isEmpty();
    }

    @Test
    void otherSitesCanDoNothing() throws Exception {
        Asked form = command("type=acknowledge");
        List<Asked> foreign = List.of(form.with("origin", "http://evil.example"), form.with("origin", "null"),
                form.with("origin", "http://127.0.0.1:1"), form.with("origin", "http://127.0.0.1:9465", "http://x"),
                form.with("sec-fetch-site", "cross-site"), form.with("sec-fetch-site", "same-site"),
                form.with("sec-fetch-site", "none"), form.without("cookie"),
                form.with("cookie", SameSite.COOKIE + "=" + "d".repeat(43)), form.with("cookie", SameSite.COOKIE + "="),
                new Asked("POST", form.path(), form.headers(), form.caller(), "type=acknowledge"),
                form.without("origin").without("sec-fetch-site").without("cookie"),
                form.with("content-type", "text/plain"), form.with("content-type", "multipart/form-data"),
                Asked.json("/api" + form.path(), "{\"type\":\"acknowledge\"}").with("origin", "http://127.0.0.1:9465"),
                Asked.json("/api" + form.path(), "{\"type\":\"acknowledge\"}").with("cookie", "a=b"));
        for (Asked asked : foreign) {
            assertThat(ask(asked).status()).as(asked.toString()).isIn(403, 415);
        }
        assertThat(given).isEmpty();
        Asked script = Asked.json("/api" + form.path(), "{\"type\":\"acknowledge\"}")
                .with("origin", "http://localhost:9465").with("cookie", SameSite.COOKIE + "=" + Asked.CSRF)
                .with(SameSite.HEADER, Asked.CSRF);
        assertThat(ask(script).status()).isEqualTo(200);
    }

    @Test
    void withATokenNothingIsToldWithoutIt() throws Exception {
        site = site(Optional.of(TOKEN), Optional.empty());
        for (String path : List.of("/api/incidents", "/api/incidents/" + uid, "/api/events", "/api/openapi.json")) {
            for (String wrong : List.of("", "Bearer ", "Bearer wrong", "Basic " + TOKEN, TOKEN)) {
                Response answer = ask(Asked.get(path).with("authorization", wrong));
                assertThat(answer.status()).as(path + " with " + wrong).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
                assertThat(answer.text()).doesNotContain("malicious", TOKEN);
            }
        }
        assertThat(ask(Asked.get("/incidents")).header("Location")).isEqualTo("/login");
        assertThat(ask(Asked.get("/incidents/" + uid)).header("Location")).isEqualTo("/login");
        assertThat(ask(command("type=acknowledge")).header("Location")).isEqualTo("/login");
        assertThat(ask(Asked.get("/api/incidents").with("authorization", "Bearer " + TOKEN)).status()).isEqualTo(200);
        Asked program = Asked.json("/api/incidents/" + uid + "/commands",
                "{\"type\":\"acknowledge\",\"author\":\"x\"}");
        assertThat(ask(program).status()).isEqualTo(401);
        assertThat(ask(program.with("authorization", "Bearer " + TOKEN)).status()).isEqualTo(200);
        assertThat(given).singleElement().extracting(IncidentCommand::author).isEqualTo("x");
    }

    @Test
    void theTokenIsExchangedForASession() throws Exception {
        site = site(Optional.of(TOKEN), Optional.empty());
        assertThat(ask(Asked.get("/login")).text()).contains("name=\"token\"");
        assertThat(ask(Asked.form("/login", "name=ann&token=wrong")).status()).isEqualTo(403);
        assertThat(ask(Asked.form("/login", "name=&token=" + TOKEN)).status()).isEqualTo(400);
        assertThat(ask(Asked.form("/login", "name=ann&token=" + TOKEN).with("origin", "http://evil")).status())
                .isEqualTo(403);
        Response in = ask(Asked.form("/login", "name=ann&token=" + TOKEN));
        assertThat(in.header("Set-Cookie")).contains("HttpOnly; SameSite=Strict", "Max-Age=43200")
                .doesNotContain(TOKEN);
        String session = in.header("Set-Cookie").replaceAll(";.*", "");
        assertThat(ask(Asked.get("/incidents").with("cookie", session)).text()).contains("<bdi>ann</bdi>", "Log out");
        Asked form = command("type=acknowledge&author=somebody-else").and("cookie", session);
        assertThat(ask(form).status()).isEqualTo(303);
        assertThat(given).singleElement().extracting(IncidentCommand::author).isEqualTo("ann");
        for (String forged : List.of(session + "x", session.replaceFirst("=.", "=Z"), "iamwatch-session=a.1.b",
                "iamwatch-session=.", "iamwatch-session=")) {
            assertThat(ask(Asked.get("/api/incidents").with("cookie", forged)).status()).as(forged).isEqualTo(401);
        }
        assertThat(ask(Asked.form("/logout", "").and("cookie", session)).header("Set-Cookie")).contains("Max-Age=0");
        now = NOW.plus(Duration.ofHours(12));
        assertThat(ask(Asked.get("/api/incidents").with("cookie", session)).status()).isEqualTo(401);
    }

    @Test
    void aProxyTellsWhoAsks() throws Exception {
        site = site(Optional.empty(), Optional.of(new ConsoleSettings.Proxy("X-Remote-User", Set.of("10.0.0.9"))));
        Asked asked = Asked.get("/api/incidents").with("host", "soc.example");
        assertThat(ask(asked.with("x-remote-user", "ann").from("10.0.0.8")).status()).isEqualTo(401);
        assertThat(ask(asked.from("10.0.0.9")).status()).isEqualTo(401);
        assertThat(ask(asked.from("10.0.0.9").with("x-remote-user", "ann", "eve")).status()).isEqualTo(401);
        assertThat(ask(asked.from("10.0.0.9").with("x-remote-user", " ")).status()).isEqualTo(401);
        assertThat(ask(asked.from("10.0.0.9").with("x-remote-user", "ann")).status()).isEqualTo(200);
        assertThat(ask(Asked.get("/incidents")).status()).isEqualTo(403);
        Asked form = command("type=acknowledge&author=eve").with("host", "soc.example")
                .with("origin", "https://soc.example").with("x-remote-user", "ann").from("10.0.0.9");
        assertThat(ask(form).status()).isEqualTo(303);
        assertThat(ask(form.with("origin", "https://evil.example")).status()).isEqualTo(403);
        assertThat(given).singleElement().extracting(IncidentCommand::author).isEqualTo("ann");
    }

    @Test
    void aBrowserGetsTheCookieThatItsFormsCarry() throws Exception {
        Response first = ask(Asked.get("/incidents/" + uid));
        assertThat(first.header("Set-Cookie")).matches(
                "iamwatch-csrf=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
        String cookie = first.header("Set-Cookie").replaceAll(";.*", "");
        assertThat(first.text()).contains("name=\"csrf\" value=\"" + cookie.substring(cookie.indexOf('=') + 1) + "\"");
        assertThat(ask(Asked.get("/incidents/" + uid).with("cookie", cookie)).header("Set-Cookie")).isEmpty();
    }

    @Test
    void eventsBeginWhereSomebodyStopped() throws Exception {
        assertThat(events(Asked.get("/api/events"))).hasToString("0:17");
        assertThat(events(Asked.get("/api/events?after=0%3A3%2C1%3A4"))).hasToString("0:3,1:4");
        assertThat(events(Asked.get("/api/events?after=0:3").with("last-event-id", "0:9"))).hasToString("0:9");
        assertThat(ask(Asked.get("/api/events?after=yesterday")).status()).isEqualTo(400);
    }

    private io.iamwatch.alerting.console.view.Positions events(Asked asked) throws InterruptedException {
        return ((Answer.Events) site.answer(asked.request())).read();
    }

    private Asked command(String fields) {
        return Asked.form("/incidents/" + uid + "/commands", fields);
    }

    private Response ask(Asked asked) throws InterruptedException {
        return (Response) site.answer(asked.request());
    }

    private static JsonNode json(Response response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}

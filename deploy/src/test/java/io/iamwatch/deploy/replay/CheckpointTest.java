package io.iamwatch.deploy.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.RulesTimeline;
import io.iamwatch.detector.replay.Sweep;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {

    private static final TopicPartition PLACE = new TopicPartition(Topics.IDENTITY.name(), 0);

    @TempDir
    private Path folder;

    static Stream<Scenario> scenarios() {
        return Scenario.all(Path.of("../detector/src/test/resources/scenarios"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatFollowsIsWhatFollowsFromTheBeginning(Scenario scenario) {
        int middle = new Random(scenario.name().hashCode()).nextInt(scenario.arrivals().size() + 1);
        Lane whole = lane(new TreeMap<>());
        read(whole, scenario, 0, middle, false);
        Path file = folder.resolve("checkpoint");
        CheckpointFile.write(file, checkpoint(whole.remembered().getFirst().entries()));
        read(whole, scenario, middle, scenario.arrivals().size(), true);
        Lane rest = lane(CheckpointFile.read(file).courses().getFirst().states().getFirst());
        read(rest, scenario, middle, scenario.arrivals().size(), true);
        assertThat(rest.end().courses().getFirst().versions())
                .isEqualTo(whole.end().courses().getFirst().versions());
        assertThat(rest.remembered().getFirst().entries().keySet())
                .isEqualTo(whole.remembered().getFirst().entries().keySet());
    }

    private static Lane lane(SortedMap<String, byte[]> remembered) {
        return new Lane(1, Set.of(), List.of(new Lane.Begin(RulesTimeline.always(Rules.DEFAULT),
                new KeyValues.InMemory(new TreeMap<>(remembered)))), Courses.json());
    }

    private static void read(Lane lane, Scenario scenario, int from, int to, boolean counts) {
        for (int i = from; i < to; i++) {
            Scenario.Arrival arrival = scenario.arrivals().get(i);
            lane.next(new Origin(arrival.baseline() ? Topics.BASELINE.name() : Topics.IDENTITY.name(), 0, i,
                    arrival.arrivalMillis(), null), arrival.account(), arrival.record(), counts);
        }
    }

    @Test
    void theSameIsTheSameBytesAndItsOwnersAlone() throws IOException {
        SortedMap<String, byte[]> state = new TreeMap<>(Map.of("1|user|eve", new byte[]{3}, "1|clock|", new byte[0]));
        CheckpointFile.write(folder.resolve("one"), checkpoint(state));
        CheckpointFile.write(folder.resolve("two"), CheckpointFile.read(folder.resolve("one")));
        assertThat(folder.resolve("two")).hasSameBinaryContentAs(folder.resolve("one"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("one"))).hasSize(2);
        Checkpoint read = CheckpointFile.read(folder.resolve("two"));
        assertThat(read.position(Topics.IDENTITY.name(), 0)).isEqualTo(17);
        assertThat(read.courses().getLast().isWhatRan()).isTrue();
        assertThatThrownBy(() -> CheckpointFile.write(folder.resolve("no/folder"), read))
                .isInstanceOf(ReplayRefusal.class).hasMessageEndingWith("there is no such file or folder");
    }

    @Test
    void whatIsNoneOrBreaksOffIsRefused() throws IOException {
        Path file = folder.resolve("checkpoint");
        CheckpointFile.write(file, checkpoint(new TreeMap<>(Map.of("1|user|eve", "x".repeat(99).getBytes(UTF_8)))));
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += 7) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> CheckpointFile.read(file)).isInstanceOf(ReplayRefusal.class)
                    .hasMessageContaining("checkpoint: is no whole checkpoint; --export-checkpoint writes one");
        }
        assertThatThrownBy(() -> CheckpointFile.read(folder.resolve("none")))
                .hasMessageEndingWith("cannot be read: there is no such file or folder");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"\"format\":1; \"format\":2; has format 2, this version of iamwatch reads",
            "\"engine\":\"engine-; \"engine\":\"engime-; engine engime-", "\"state\":3; \"state\":4; state 4, here 3",
            "\"policies\":\"; \"policies\":\"x; policies x",
            "latenessHorizon; latenessHorizom; holds rules that this version of iamwatch cannot read"})
    void ofAnotherVersionIsRefused(String own, String other, String why) throws IOException {
        Path file = folder.resolve("checkpoint");
        CheckpointFile.write(file, checkpoint(new TreeMap<>()));
        byte[] bytes;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            bytes = in.readAllBytes();
        }
        // Of one length, but for one more letter: then the length before the header grows.
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).contains(own);
        byte[] changed = text.replace(own, other).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        changed[4 + "iamwatch checkpoint".length() + 3] += (byte) (changed.length - bytes.length);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(changed);
        }
        Files.write(file, packed.toByteArray());
        assertThatThrownBy(() -> CheckpointFile.read(file)).isInstanceOf(ReplayRefusal.class)
                .hasMessageContaining(why);
    }

    @Test
    void rulesGoOnWithTheirOwnOrWithWhatReachesAsFar() throws Exception {
        Rules shorter = sweep("window=1h");
        Rules longer = sweep("new-admin-user.window=30d");
        Checkpoint checkpoint = checkpoint(new TreeMap<>());
        Starts starts = Starts.choose(checkpoint, true, List.of(new Variant("rules in force", Rules.DEFAULT),
                new Variant("shorter", shorter)));
        assertThat(starts.of(0)).hasSize(3);
        assertThat(starts.others()).containsExactly("shorter");
        assertThatThrownBy(() -> Starts.choose(checkpoint, false, List.of(new Variant("longer", longer))))
                .isInstanceOf(ReplayRefusal.class).hasMessageContaining("does not remember enough for longer: that "
                        + "needs a window of 30 d")
                .hasMessageContaining("export it anew with these rules too");
        Checkpoint ofFarRules = new Checkpoint(checkpoint.topic(), Map.of(), 1, Set.of(), checkpoint.positions(), false,
                checkpoint.courses().subList(0, 1));
        assertThatThrownBy(() -> Starts.choose(ofFarRules, true, List.of()))
                .hasMessageContaining("does not remember what ran");
    }

    private static Rules sweep(String setting) throws Sweep.RefusedException {
        return Sweep.variants(Rules.DEFAULT, List.of(Sweep.of(setting))).getFirst().rules();
    }

    @Test
    void theRangeIsReadFromItsEndOn() {
        TopicRange range = resume(new ReplayOrder.Span(null, null, null, null), 3, 20);
        assertThat(range.read()).containsEntry(PLACE, 17L);
        assertThat(range.counted()).containsEntry(PLACE, 17L);
        TopicRange later = resume(new ReplayOrder.Span(Instant.EPOCH, null, null, null), 18, 20);
        assertThat(later.read()).containsEntry(PLACE, 17L);
        assertThat(later.counted()).containsEntry(PLACE, 18L);
        assertThatThrownBy(() -> resume(new ReplayOrder.Span(Instant.EPOCH, null, null, null), 16, 20))
                .isInstanceOf(ReplayRefusal.class).hasMessage("--checkpoint kept: ends before offset 17 of partition 0 "
                        + "of cloudtrail.identity, and the range begins at 16 already: a later begin, or an earlier "
                        + "checkpoint, is needed");
        assertThatThrownBy(() -> resume(new ReplayOrder.Span(null, Instant.EPOCH, null, null), 0, 16))
                .hasMessageContaining("the range ends before 16 already: a later end, or an earlier checkpoint");
        Offsets elsewhere = Offsets.parse(List.of("1=.."));
        assertThat(resume(new ReplayOrder.Span(null, null, elsewhere, null), 0, 0).ends()).containsEntry(PLACE, 17L);
    }

    private static TopicRange resume(ReplayOrder.Span span, long counted, long end) {
        TopicRange range = new TopicRange(Topics.IDENTITY.name(), 1, Map.of(PLACE, 0L), Map.of(PLACE, counted),
                Map.of(PLACE, end));
        return new Resumption(checkpoint(new TreeMap<>()), order(span, Set.of())).of(range, Map.of(PLACE, 0L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"cloudtrail.history; 1; a; '1'; is of cloudtrail.identity, and cloudtrail.h",
            "cloudtrail.identity; 4; a; '1'; is of 1 partitions, and cloudtrail.identity has 4",
            "cloudtrail.identity; 1; b; '1'; is of another topic cloudtrail.identity, with the id a, here it is b",
            "cloudtrail.identity; 1; a; '1,2'; remembers only the accounts 1: --accounts has to name some of these"})
    void ofAnotherTopicIsRefused(String topic, int partitions, String id, String accounts, String why) {
        TopicRange range = new TopicRange(topic, partitions, Map.of(), Map.of(), Map.of());
        Resumption resumption = new Resumption(checkpoint(new TreeMap<>()), order(ReplayOrder.Span.ALL,
                Set.of(accounts.split(",", -1))));
        assertThatThrownBy(() -> resumption.check(range, Map.of(Topics.IDENTITY.name(), id)))
                .isInstanceOf(ReplayRefusal.class).hasMessageStartingWith("--checkpoint kept: " + why);
    }

    private static ReplayOrder order(ReplayOrder.Span span, Set<String> accounts) {
        return new ReplayOrder(Topics.IDENTITY.name(), span,
                new ReplayOrder.Keep(Path.of("kept"), null, null, note -> {}),
                accounts, null, List.of(), List.of(), Map.of(), 1);
    }

    private static Checkpoint checkpoint(SortedMap<String, byte[]> state) {
        return new Checkpoint(Topics.IDENTITY.name(), Map.of(Topics.IDENTITY.name(), "a"), 1, Set.of("1"),
                Map.of(Topics.IDENTITY.name(), List.of(17L)), false,
                List.of(new Checkpoint.Course("rules in force", Rules.DEFAULT, List.of(state)),
                        new Checkpoint.Course("what ran", null, List.of(state))));
    }
}

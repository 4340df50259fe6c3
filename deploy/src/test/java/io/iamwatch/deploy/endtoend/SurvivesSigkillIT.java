package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Killed at any instant and started again, the pipeline loses nothing and says nothing twice. */
class SurvivesSigkillIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final List<String> ACCOUNTS = List.of("111111111111", "222222222222", "333333333333",
            "444444444444", "555555555555");

    private KillablePipeline pipeline;

    @BeforeEach
    void start() throws Exception {
        pipeline = new KillablePipeline();
        pipeline.start();
    }

    @AfterEach
    void stop() throws Exception {
        pipeline.close();
    }

    @Test
    void killedBetweenCreationAndGrantItRaisesExactlyOneAlert() throws Exception {
        Story story = pipeline.story(ACCOUNTS.getFirst(), "survivor");
        pipeline.awaitReady();
        put(story.creation());
        pipeline.harvest().until("the creation in " + Topics.IDENTITY.name(),
                () -> pipeline.harvest().records(Topics.IDENTITY).findAny().isPresent());
        pipeline.kill();

        pipeline.start();
        pipeline.awaitReady();
        put(story.grant());
        pipeline.harvest().until("the incident", () -> pipeline.harvest().isSettled(story));
        followWithAnAttackInEach(List.of(story.account()));

        assertThat(pipeline.harvest().alerts(story)).hasSize(1)
                .allSatisfy(alert -> assertThat(Harvest.rule(alert)).isEqualTo("new-admin-user"))
                .extracting(DetectionFinding::activityId).containsExactly(Activity.CREATE);
        assertThat(pipeline.harvest().incidents(story)).hasSize(1);
        everyKinesisRecordIsInIdentityExactlyOnce();
    }

    @Test
    @Tag("guarantees")
    void killedAtRandomInstantsItLosesNothingAndSaysNothingTwice() throws Exception {
        killAtRandomInstants(Long.getLong("seed", new Random().nextLong()), 5);
    }

    @Test
    @Tag("guarantees")
    void killedAtManyRandomInstantsItLosesNothingAndSaysNothingTwice() throws Exception {
        killAtRandomInstants(Long.getLong("seed", new Random().nextLong()), 30);
    }

    private void killAtRandomInstants(long seed, int kills) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (SteadyAttacks attacks = new SteadyAttacks(pipeline, ACCOUNTS, random.nextLong())) {
            for (int i = 0; i < kills; i++) {
                // Every fourth life ends while the pipeline starts.
                if (random.nextInt(4) > 0) {
                    pipeline.awaitReady();
                }
                int instant = attacks.puts() + random.nextInt(60);
                Await.until("attack " + instant, LIMIT, () -> attacks.puts() >= instant);
                pipeline.kill();
                System.out.println("killed after put " + attacks.puts());
                pipeline.start();
            }
            pipeline.awaitReady();
            attacks.stop();
            followWithAnAttackInEach(ACCOUNTS);
            pipeline.harvest().until("an incident for each of " + attacks.stories().size() + " users",
                    () -> attacks.stories().stream().allMatch(pipeline.harvest()::isSettled));
            assertThat(attacks.stories()).isNotEmpty().allSatisfy(this::isFoundExactlyOnce);
        }
        everyKinesisRecordIsInIdentityExactlyOnce();
    }

    private void isFoundExactlyOnce(Story story) {
        Harvest harvest = pipeline.harvest();
        assertThat(harvest.standing(story)).as(story.key()).extracting(Harvest::rule).containsExactly("new-admin-user");
        Stream<DetectionFinding> creations = harvest.alerts(story).stream()
                .filter(alert -> alert.activityId() == Activity.CREATE);
        assertThat(creations.map(alert -> alert.findingInfo().uid())).as(story.key()).doesNotHaveDuplicates()
                .hasSize(harvest.newest(story).size());
        assertThat(harvest.incidents(story)).as(story.key())
                .extracting(incident -> incident.unmapped().iamwatch().uid()).containsOnly(
                        harvest.incidents(story).getFirst().unmapped().iamwatch().uid());
        assertThat(harvest.incidents(story)).as(story.key()).hasSameSizeAs(harvest.alerts(story));
    }

    /** All that came before it in its account has had its effect when an attack is an incident. */
    private void followWithAnAttackInEach(List<String> accounts) {
        List<Story> last = accounts.stream().map(account -> pipeline.story(account, "the-last")).toList();
        // Once all records are in Kafka, so that the last are last there too.
        everyKinesisRecordComesToIdentity();
        last.forEach(story -> put(story.creation() + "\n" + story.grant()));
        pipeline.harvest().until("the last attack in each of " + accounts,
                () -> last.stream().allMatch(pipeline.harvest()::isSettled));
    }

    private void everyKinesisRecordComesToIdentity() {
        int count = pipeline.kinesis().records().size();
        pipeline.harvest().until(count + " records in " + Topics.IDENTITY.name(),
                () -> identityPositions().distinct().count() >= count);
    }

    private void everyKinesisRecordIsInIdentityExactlyOnce() {
        assertThat(pipeline.harvest().records(Topics.IDENTITY).map(Harvest::source)).doesNotHaveDuplicates();
        assertThat(identityPositions().distinct())
                .containsExactlyInAnyOrderElementsOf(pipeline.kinesis().records().keySet());
        assertThat(pipeline.harvest().records(Topics.REJECTED)).isEmpty();
    }

    /** Positions in Kinesis, stream/shard/sequence, without the index within one record. */
    private Stream<String> identityPositions() {
        return pipeline.harvest().records(Topics.IDENTITY).map(Harvest::source)
                .map(source -> source.substring(0, source.lastIndexOf('/')));
    }

    private void put(String payload) {
        pipeline.feed().put(List.of(payload.getBytes(UTF_8)));
    }
}

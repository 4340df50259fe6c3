package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.replay.Fidelity;
import io.iamwatch.detector.replay.Version;
import io.iamwatch.detector.rules.Rules;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Why a version ran and is not replayed, or the other way round. What is known comes first: of the records that it
 * rests on, of the rules that it names, of what came late, of where the live detector began. The rest is what may
 * be.
 */
final class DifferenceReasons implements Fidelity.Circumstances {

    private static final int SHORT_HASH = 12;

    private final Function<Version, Optional<String>> unread;
    private final InForce inForce;

    /**
     * Creates them.
     *
     * @param unread the position of a record that a version which ran rests on and that is not replayed
     * @param inForce what the live detectors have told of their rules
     */
    DifferenceReasons(Function<Version, Optional<String>> unread, InForce inForce) {
        this.unread = unread;
        this.inForce = inForce;
    }

    @Override
    public String whyChanged(Version ran, Version replayed) {
        return ofWhatRan(ran).or(() -> beganLater(replayed)).or(() -> late(replayed))
                .or(() -> snapshot(ran, replayed))
                .orElse("the alert that ran says something else than the one that the replay gives");
    }

    @Override
    public String whyOnlyLive(Version version, boolean isAlertKnown) {
        return ofWhatRan(version).orElse(isAlertKnown
                ? "the replay tells this alert at other records: a snapshot stood elsewhere among them, or the live "
                        + "detector judged a copy of the record"
                : "the replay has no such alert: what it followed from is not in the topics any more, or another "
                        + "version of the detector told it");
    }

    @Override
    public String whyOnlyReplay(Version version, boolean isAlertKnown) {
        return beganLater(version).or(() -> late(version)).orElse(isAlertKnown
                ? "the live detector told this alert at other records: a snapshot stood elsewhere among them"
                : "the live detector has not told it: it has not come so far yet, or was muted");
    }

    private Optional<String> ofWhatRan(Version ran) {
        return unread.apply(ran).map(DifferenceReasons::missing).or(() -> rulesDiffer(ran)).or(() -> late(ran));
    }

    private static String missing(String position) {
        return (position.startsWith(Topics.BASELINE.name() + "/") ? "baseline missing: " : "")
                + "the alert that ran rests on the record at " + position
                + ", which is not among those that were replayed: it is gone, or outside of what was asked for";
    }

    /** An alert names what decided it; the replay goes by what {@code iamwatch.rules} tells. */
    private Optional<String> rulesDiffer(Version ran) {
        Optional<Place> trigger = Place.of(ran.trigger());
        if (trigger.isEmpty()) {
            return Optional.empty();
        }
        Rules told = inForce.of(trigger.get().partition()).at(new Origin(trigger.get().topic(),
                trigger.get().partition(), trigger.get().offset(), ran.facts().arrival(), null));
        String policies = AwsManagedPolicies.version();
        return differs(ran, "engine:", Rules.ENGINE).or(() -> differs(ran, "policies:", policies))
                .or(() -> differs(ran, "rules:", told.hash(policies)));
    }

    private static Optional<String> differs(Version ran, String what, String here) {
        return ran.facts().decidedBy().stream().filter(label -> label.startsWith(what))
                .map(label -> label.substring(what.length())).filter(then -> !then.equals(here)).findFirst()
                .map(then -> "rules differ: the alert that ran was decided by " + what + brief(then)
                        + ", the replay goes by " + what + brief(here));
    }

    private static String brief(String hash) {
        return hash.length() <= SHORT_HASH ? hash : hash.substring(0, SHORT_HASH) + "…";
    }

    private static Optional<String> late(Version version) {
        return version.facts().late()
                ? Optional
                        .of("late beyond the horizon: an event behind it came after the lateness horizon, and such an "
                                + "event is judged by what was not forgotten until then")
                : Optional.empty();
    }

    private Optional<String> beganLater(Version replayed) {
        return Stream.concat(Stream.of(replayed.trigger()), inputs(replayed))
                .flatMap(position -> Place.of(position).stream()).flatMap(place -> {
                    OptionalLong begin = inForce.begin(place.topic(), place.partition());
                    return begin.isPresent() && place.offset() < begin.getAsLong()
                            ? Stream.of("state began later: the replay rests on the record at " + place
                                    + ", and the first that a live detector judged there is at offset "
                                    + begin.getAsLong())
                            : Stream.empty();
                }).findFirst();
    }

    private static Optional<String> snapshot(Version ran, Version replayed) {
        List<String> live = snapshots(ran);
        List<String> here = snapshots(replayed);
        return here.stream().filter(position -> !live.contains(position)).findFirst()
                .map(position -> "baseline missing: the alert that ran does not rest on the snapshot at " + position
                        + ", the replay does: it stood elsewhere among the records")
                .or(() -> live.stream().filter(position -> !here.contains(position)).findFirst()
                        .map(position -> "baseline missing: the alert that ran rests on the snapshot at " + position
                                + ", the replay does not: it stood elsewhere among the records"));
    }

    private static List<String> snapshots(Version version) {
        return inputs(version).filter(position -> position.startsWith(Topics.BASELINE.name() + "/")).toList();
    }

    private static Stream<String> inputs(Version version) {
        return Stream.of(version.facts().inputs().split(" ", -1));
    }

    /** Where a record stands. */
    private record Place(String topic, int partition, long offset) {

        static Optional<Place> of(String position) {
            String[] parts = position.split("/", -1);
            try {
                return parts.length == 3
                        ? Optional.of(new Place(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])))
                        : Optional.empty();
            } catch (NumberFormatException noPosition) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset;
        }
    }
}

package io.iamwatch.detector.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far a replay by the rules of then gives the alerts that ran: version by version, byte by byte.
 *
 * @param alike how many versions are the same in both
 * @param onlyLive versions that ran and that the replay does not give
 * @param onlyReplay versions that the replay gives and that did not run
 * @param changed versions that both have, with another content
 */
public record Fidelity(int alike, List<Difference> onlyLive, List<Difference> onlyReplay, List<Difference> changed) {

    private static final Comparator<Version> ORDER = Comparator.comparing(Version::uid)
            .thenComparing(Version::trigger).thenComparing(Version::content);

    /**
     * A version that is not alike.
     *
     * @param reason why, as far as that can be known
     */
    public record Difference(String uid, String trigger, String reason) {
    }

    /** What is known of the circumstances of a replay, for the reasons of differences. */
    public interface Circumstances {

        /** Returns why a version that ran is given with another content, one sentence. */
        String whyChanged(Version ran, Version replayed);

        /** Returns why a version that ran is not given, one sentence. */
        String whyOnlyLive(Version version, boolean isAlertKnown);

        /** Returns why a version is given that did not run, one sentence. */
        String whyOnlyReplay(Version version, boolean isAlertKnown);
    }

    /** Compares all versions of a range. */
    public static Fidelity of(Collection<Version> live, Collection<Version> replayed, Circumstances circumstances) {
        Set<Version> both = new HashSet<>(live);
        both.retainAll(new HashSet<>(replayed));
        Map<String, Version> missing = byPlace(live, both);
        Map<String, Version> extra = byPlace(replayed, both);
        Set<String> places = new HashSet<>(missing.keySet());
        places.retainAll(extra.keySet());
        List<Difference> changed = places.stream().sorted().map(missing::get)
                .map(version -> new Difference(version.uid(), version.trigger(),
                        circumstances.whyChanged(version, extra.get(place(version)))))
                .toList();
        missing.keySet().removeAll(places);
        extra.keySet().removeAll(places);
        Set<String> liveUids = uids(live);
        Set<String> replayedUids = uids(replayed);
        return new Fidelity(both.size(),
                differences(missing, version -> circumstances.whyOnlyLive(version,
                        replayedUids.contains(version.uid()))),
                differences(extra, version -> circumstances.whyOnlyReplay(version,
                        liveUids.contains(version.uid()))),
                changed);
    }

    private static Map<String, Version> byPlace(Collection<Version> versions, Set<Version> both) {
        Map<String, Version> byPlace = new HashMap<>();
        versions.stream().filter(version -> !both.contains(version)).sorted(ORDER)
                .forEach(version -> byPlace.put(place(version), version));
        return byPlace;
    }

    private static String place(Version version) {
        return version.uid() + " " + version.trigger();
    }

    private static Set<String> uids(Collection<Version> versions) {
        Set<String> uids = new HashSet<>();
        versions.forEach(version -> uids.add(version.uid()));
        return uids;
    }

    private static List<Difference> differences(Map<String, Version> versions,
            java.util.function.Function<Version, String> why) {
        List<Difference> differences = new ArrayList<>();
        new TreeMap<>(versions).values().forEach(version -> differences
                .add(new Difference(version.uid(), version.trigger(), why.apply(version))));
        return differences;
    }

    /** Returns how many versions there are in either. */
    @JsonProperty
    public int total() {
        return alike + onlyLive.size() + onlyReplay.size() + changed.size();
    }

    /** Returns the share of versions that are alike, in percent; 100 where there are none. */
    @JsonProperty
    public double percent() {
        return total() == 0 ? 100 : 100.0 * alike / total();
    }
}

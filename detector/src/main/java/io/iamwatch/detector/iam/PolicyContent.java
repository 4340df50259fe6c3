package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a managed policy says, over time: the document of its default version. */
final class PolicyContent {

    /**
     * One thing that it may say in a second.
     *
     * @param document empty where it was never seen
     * @param certain whether it says nothing else in that second
     * @param facts what made it say so
     */
    record Text(Optional<PolicyDocument> document, boolean certain, List<Fact> facts) {
    }

    private record Version(Fact fact, String document, long deleted) {

        Version deletedIn(long second) {
            return new Version(fact, document, second);
        }

        boolean isStoredIn(long second) {
            return fact.second() <= second && second <= deleted;
        }
    }

    private static final Text NEVER_SEEN = new Text(Optional.empty(), false, List.of());

    private final Timeline versions;
    private final Map<String, Version> documents = new HashMap<>();
    private final Optional<PolicyDocument> table;
    private final boolean isAws;
    private final PolicyTexts texts;

    /**
     * Creates the content of a policy.
     *
     * @param life null where nothing is known of it
     */
    PolicyContent(String arn, Life life, Holdings holdings, PolicyTexts texts) {
        this.texts = texts;
        this.isAws = AwsManagedPolicies.isAws(arn);
        this.table = isAws
                ? AwsManagedPolicies.byArn(arn).map(AwsManagedPolicies.Entry::document)
                : Optional.empty();
        this.versions = holdings == null ? null : holdings.timelines().get(Slots.DEFAULT_VERSION);
        if (life != null) {
            collect(life);
        }
    }

    private void collect(Life life) {
        if (life.isBorn()) {
            documents.put("v1", new Version(life.birth(), ((Change.Born) life.birth().change()).document(),
                    Incarnation.OPEN));
        }
        for (Fact fact : life.facts()) {
            if (fact.change() instanceof Change.VersionCreated created) {
                documents.put(String.valueOf(created.versionId()),
                        new Version(fact, created.document(), Incarnation.OPEN));
            } else if (fact.change() instanceof Change.Snapshot snapshot) {
                snapshot.versions().forEach((id, document) -> {
                    if (!documents.containsKey(id) || documents.get(id).document() == null) {
                        documents.put(id, new Version(fact, document, Incarnation.OPEN));
                    }
                });
            }
        }
        for (Fact fact : life.facts()) {
            if (fact.change() instanceof Change.VersionDeleted deleted && !fact.future()) {
                documents.computeIfPresent(deleted.versionId(), (id, version) -> version.deletedIn(fact.second()));
            }
        }
    }

    /** Returns the seconds in which what it says may change. */
    void addChanges(Set<Long> seconds) {
        if (versions != null) {
            versions.pieces().forEach(piece -> seconds.add(piece.from()));
        }
        documents.values().forEach(version -> {
            seconds.add(version.fact().second());
            if (version.deleted() != Incarnation.OPEN) {
                seconds.add(version.deleted() + 1);
            }
        });
    }

    /** Returns the documents that may be stored in it in a second, whichever is the default. */
    List<PolicyDocument> stored(long second) {
        return parsed(documents.values().stream().filter(version -> version.isStoredIn(second)));
    }

    /** Returns the texts of the versions that are stored in a second, by their ids; null where one is not known. */
    Map<String, String> texts(long second) {
        Map<String, String> stored = new TreeMap<>();
        documents.forEach((id, version) -> {
            if (version.isStoredIn(second)) {
                stored.put(id, version.document());
            }
        });
        return stored;
    }

    private List<PolicyDocument> parsed(Stream<Version> stored) {
        return stored.map(version -> texts.document(version.document()))
                .flatMap(Optional::stream).toList();
    }

    /** Returns whether events of one second leave open what it says at the end. */
    boolean orderUnknown() {
        return versions != null && versions.orderUnknown();
    }

    /** Returns what it may say in a second. */
    List<Text> at(long second) {
        Timeline.Piece piece = versions == null ? null : versions.at(second);
        if (piece == null || piece.values().isEmpty()) {
            return List.of(isAws ? ofAws() : NEVER_SEEN);
        }
        List<Text> possible = new ArrayList<>();
        for (Timeline.Value value : piece.values()) {
            Version version = documents.get(String.valueOf(value.content()));
            Optional<PolicyDocument> document = version == null
                    ? Optional.empty()
                    : texts.document(version.document());
            List<Fact> facts = new ArrayList<>();
            if (version != null) {
                facts.add(version.fact());
            }
            if (!facts.contains(value.opener())) {
                facts.add(value.opener());
            }
            possible.add(new Text(document, piece.isCertain(), isAws ? List.of() : facts));
        }
        return possible;
    }

    /** AWS changes its policies without an event: what the table does not have, a snapshot may tell for all time. */
    private Text ofAws() {
        if (table.isPresent()) {
            return new Text(table, true, List.of());
        }
        return documents.values().stream().map(version -> texts.document(version.document())).flatMap(Optional::stream)
                .findFirst().map(document -> new Text(Optional.of(document), true, List.of())).orElse(NEVER_SEEN);
    }
}

package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An account as one judgement sees it: everything that is asked for is worked out once and kept until the facts
 * change.
 */
public final class World {

    private final Known known;
    private final PolicyTexts texts;
    private final Harmless harmless;
    private final Map<String, Biographies> biographies = new HashMap<>();
    private final Map<Life, Holdings> holdings = new HashMap<>();
    private final Map<Life, List<Bond>> memberships = new HashMap<>();
    private final Map<Life, List<Bond>> attachments = new HashMap<>();
    private final Map<Life, Map<String, PolicyContent>> contents = new HashMap<>();
    private final Map<String, PolicyContent> unknownContents = new HashMap<>();

    /** Creates a view of what is known. */
    public World(Known known, PolicyTexts texts) {
        this.known = known;
        this.texts = texts;
        this.harmless = new Harmless(known, texts);
    }

    /** Returns the lives at a name, and at the names that renamings connect with it. */
    public Biographies biographies(Subject subject) {
        Biographies found = biographies.get(subject.id());
        if (found == null) {
            found = Biographies.of(known, subject);
            for (Subject name : found.names()) {
                biographies.put(name.id(), found);
            }
        }
        return found;
    }

    /** Returns where it reads. */
    public Known known() {
        return known;
    }

    PolicyTexts texts() {
        return texts;
    }

    /** Returns whether nothing that was ever given to a name bears on a grade, and all of it was seen. */
    public boolean isHarmless(Subject name) {
        return harmless.is(name);
    }

    Harmless harmless() {
        return harmless;
    }

    Holdings holdings(Life life) {
        Holdings found = holdings.get(life);
        if (found == null) {
            found = Holdings.of(life);
            holdings.put(life, found);
        }
        return found;
    }

    List<Bond> memberships(Life user) {
        return memberships.computeIfAbsent(user, life -> Bond.memberships(life, this::biographies));
    }

    List<Bond> attachments(Life principal) {
        return attachments.computeIfAbsent(principal, life -> Bond.attachments(life, this::biographies));
    }

    /** Returns the place that a change of a slot is about, the same whatever a group was called then. */
    Object place(Change.OfSlot change, long second) {
        return Bond.place(change, second, this::biographies);
    }

    /** Returns what a policy says over time; the life is null where nothing is known of it. */
    PolicyContent content(String arn, Life policy) {
        if (policy == null) {
            return unknownContents.computeIfAbsent(arn, name -> new PolicyContent(name, null, null, texts));
        }
        return contents.computeIfAbsent(policy, life -> new HashMap<>()).computeIfAbsent(arn,
                name -> new PolicyContent(name, policy, holdings(policy), texts));
    }
}

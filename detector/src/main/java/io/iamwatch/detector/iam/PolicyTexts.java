package io.iamwatch.detector.iam;

import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.TrustPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Parsed policies by their text: the same ones are evaluated again with every event. */
public final class PolicyTexts {

    private static final int CAPACITY = 4096;

    /** What a text says, and whether that bears on a grade. */
    private record Read(Optional<PolicyDocument> document, boolean harmless) {
    }

    private final Map<String, Read> documents = bounded();
    private final Map<String, Optional<TrustPolicy>> trusts = bounded();

    /** Creates an empty memory; it belongs to one thread. */
    public PolicyTexts() {
        // nothing is parsed yet
    }

    /** Returns the policy; empty where it is not known or cannot be read. */
    Optional<PolicyDocument> document(String text) {
        return text == null ? Optional.empty() : read(text).document();
    }

    /** Returns whether a policy is known, can be read, and makes nobody more than limited. */
    boolean isHarmless(String text) {
        return text != null && read(text).harmless();
    }

    private Read read(String text) {
        Read known = documents.get(text);
        if (known == null) {
            Optional<PolicyDocument> document = PolicyDocument.parse(text);
            known = new Read(document, document.isPresent() && !document.get().isTelling());
            documents.put(text, known);
        }
        return known;
    }

    /** Returns the trust policy; empty where it is not known or cannot be read. */
    Optional<TrustPolicy> trust(String text) {
        return text == null ? Optional.empty() : trusts.computeIfAbsent(text, TrustPolicy::parse);
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > CAPACITY;
            }
        };
    }
}

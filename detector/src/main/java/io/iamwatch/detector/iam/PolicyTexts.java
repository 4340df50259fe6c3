package io.iamwatch.detector.iam;

import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.TrustPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Parsed policies by their text: the same ones are evaluated again with every event. */
public final class PolicyTexts {

    private static final int CAPACITY = 4096;

    private final Map<String, Optional<PolicyDocument>> documents = bounded();
    private final Map<String, Optional<TrustPolicy>> trusts = bounded();

    /** Creates an empty memory; it belongs to one thread. */
    public PolicyTexts() {
        // nothing is parsed yet
    }

    /** Returns the policy; empty where it is not known or cannot be read. */
    Optional<PolicyDocument> document(String text) {
        return text == null ? Optional.empty() : documents.computeIfAbsent(text, PolicyDocument::parse);
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

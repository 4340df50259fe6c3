package io.iamwatch.detector.policy;

/** One live policy of a principal. Two of them are never equal: causes refer to the one that is meant. */
public final class LivePolicy {

    private final PolicyDocument document;
    private final boolean deniesHold;
    private final Holder holder;
    private final String policyArn;

    /**
     * Creates a policy.
     *
     * @param deniesHold false when its Deny statements must not count at this instant, because the order of events is
     *     unknown; what it allows always counts
     * @param policyArn null for an inline policy
     */
    public LivePolicy(PolicyDocument document, boolean deniesHold, Holder holder, String policyArn) {
        this.document = document;
        this.deniesHold = deniesHold;
        this.holder = holder;
        this.policyArn = policyArn;
    }

    /** Returns what it says. */
    public PolicyDocument document() {
        return document;
    }

    /** Returns whether its Deny statements count. */
    public boolean deniesHold() {
        return deniesHold;
    }

    /** Returns how the principal comes to have it. */
    public Holder holder() {
        return holder;
    }

    /** Returns the ARN of a managed policy; null for an inline one. */
    public String policyArn() {
        return policyArn;
    }

    boolean denies() {
        return deniesHold && document.hasDeny();
    }
}

package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.finding.DetectionFinding;

/**
 * One version of an alert as it stands in its topic.
 *
 * @param key {@code account/kind:name} of the principal that it is about
 * @param id {@code ce_id}: the alert's uid and the position of the record that triggered this version
 * @param alert the alert; its {@code finding_info.uid}, activity, severity and details are there
 */
public record AlertVersion(String key, String id, DetectionFinding alert) {

    /** Returns the same as it is gathered with another principal's alerts. */
    public AlertVersion under(String otherKey) {
        return new AlertVersion(otherKey, id, alert);
    }

    /** Returns what identifies the alert over all its versions. */
    public String uid() {
        return alert.findingInfo().uid();
    }

    /**
     * Returns whether a state that has taken over {@code applied} already holds this version: it is the same one, or
     * one that an earlier record of the same partition triggered. Triggers in different partitions have no order but
     * that of the alert topic, which is that of delivery. A trigger that arrived after all that was applied is a later
     * one whatever its offset: topics that were moved to other partitions count anew.
     *
     * @param applied the id of a version of the same alert
     * @param appliedUntil the latest arrival of what was applied, in milliseconds
     */
    boolean isHeldBy(String applied, long appliedUntil) {
        return id.equals(applied) || (alert.time() <= appliedUntil && partitionOf(id).equals(partitionOf(applied))
                && offsetOf(id) <= offsetOf(applied));
    }

    private static String partitionOf(String id) {
        return id.substring(0, Math.max(0, id.lastIndexOf('/')));
    }

    /** Returns the offset, or one after every other where an id ends in none: such an id is held only by itself. */
    private static long offsetOf(String id) {
        String offset = id.substring(id.lastIndexOf('/') + 1);
        return offset.matches("[0-9]{1,18}") ? Long.parseLong(offset) : Long.MAX_VALUE;
    }
}

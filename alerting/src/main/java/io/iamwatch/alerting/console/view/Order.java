package io.iamwatch.alerting.console.view;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Comparator.nullsLast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a list is sorted. Every order ends with the uid, so that pages do not overlap. */
public enum Order {
    /** The most severe first, then the newest. */
    SEVERITY,
    /** What happened last first, by event time. */
    NEWEST,
    /** What happened first first. */
    OLDEST,
    /** What was changed last first, by an alert or an analyst. */
    CHANGED,
    /** By account. */
    ACCOUNT,
    /** By name. */
    PRINCIPAL,
    /** By status, the new ones first, then the most severe. */
    STATUS,
    /** By who looks after it. */
    ASSIGNEE;

    Comparator<IncidentRow> comparator() {
        return first().thenComparing(IncidentRow::uid);
    }

    private Comparator<IncidentRow> first() {
        return switch (this) {
            case SEVERITY -> comparing(IncidentRow::severity).thenComparingLong(IncidentRow::ended).reversed();
            case NEWEST -> comparingLong(IncidentRow::ended).reversed();
            case OLDEST -> comparingLong(IncidentRow::started);
            case CHANGED -> comparingLong(IncidentRow::changed).reversed();
            case ACCOUNT -> comparing(IncidentRow::account);
            case PRINCIPAL -> comparing(IncidentRow::principal);
            case STATUS -> comparing(IncidentRow::status).thenComparing(comparing(IncidentRow::severity).reversed());
            case ASSIGNEE -> comparing(IncidentRow::assignee, nullsLast(Comparator.naturalOrder()));
        };
    }

    /** Returns how it stands in a URL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the order of a word; empty where there is none of it. */
    public static Optional<Order> ofWord(String word) {
        return Arrays.stream(values()).filter(order -> order.word().equals(word)).findFirst();
    }

    /** Returns all words, for people. */
    public static String words() {
        return Arrays.stream(values()).map(Order::word).collect(Collectors.joining(", "));
    }
}

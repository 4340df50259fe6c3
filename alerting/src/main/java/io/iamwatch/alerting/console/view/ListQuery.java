package io.iamwatch.alerting.console.view;

import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What list is asked for, as it stands in the URL.
 *
 * @param filter which incidents
 * @param order how they are sorted
 * @param page which page, from 1
 * @param size how many rows a page has
 */
public record ListQuery(Filter filter, Order order, int page, int size) {

    /** The names of the parameters, in the order in which links have them. */
    public static final List<String> PARAMETERS = List.of("status", "severity", "account", "rule", "principal",
            "assignee", "sort", "page", "size");

    /** The open incidents, the most severe first. */
    public static final ListQuery DEFAULT = new ListQuery(Filter.OPEN_ONES, Order.SEVERITY, 1, 50);

    private static final int MOST_ROWS = 500;
    private static final int MOST_PAGES = 1_000_000;
    private static final int LONGEST = 300;
    private static final String ANY = "any";
    private static final String OPEN = "open";

    /** A parameter says what cannot be; the message tells which one, and what could. */
    public static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    /**
     * Reads the parameters of a URL. A parameter that is empty is as one that is not there, since forms send both.
     *
     * @throws Wrong if one is not known, or its value is not allowed
     */
    public static ListQuery of(Map<String, String> parameters) throws Wrong {
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (!PARAMETERS.contains(parameter.getKey())) {
                throw new Wrong("there is no such parameter; allowed: " + String.join(", ", PARAMETERS));
            }
            if (parameter.getValue().length() > LONGEST) {
                throw new Wrong(parameter.getKey() + " is longer than " + LONGEST + " characters");
            }
        }
        String sort = value(parameters, "sort");
        Filter filter = new Filter(status(value(parameters, "status")), severity(value(parameters, "severity")),
                value(parameters, "account"), value(parameters, "rule"), value(parameters, "principal"),
                value(parameters, "assignee"));
        Order order = sort.isEmpty()
                ? DEFAULT.order
                : Order.ofWord(sort).orElseThrow(() -> new Wrong("sort has to be one of " + Order.words()));
        return new ListQuery(filter, order, number(parameters, "page", DEFAULT.page, MOST_PAGES),
                number(parameters, "size", DEFAULT.size, MOST_ROWS));
    }

    /** Returns the parameters that ask for it; what is as by default is left out. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "status", statusWord(), OPEN);
        put(parameters, "severity", word(filter.atLeast()), word(DEFAULT.filter.atLeast()));
        put(parameters, "account", filter.account(), "");
        put(parameters, "rule", filter.rule(), "");
        put(parameters, "principal", filter.text(), "");
        put(parameters, "assignee", filter.assignee(), "");
        put(parameters, "sort", order.word(), DEFAULT.order.word());
        put(parameters, "page", Integer.toString(page), "1");
        put(parameters, "size", Integer.toString(size), Integer.toString(DEFAULT.size));
        return parameters;
    }

    /** Returns the same with another page. */
    public ListQuery at(int other) {
        return new ListQuery(filter, order, other, size);
    }

    /** Returns the first page of the same in another order. */
    public ListQuery by(Order other) {
        return new ListQuery(filter, other, 1, size);
    }

    /** Returns how a status or severity stands in a URL: {@code in-progress}. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the word for the statuses that the list shows: one of theirs, several with commas, open, or any. */
    public String statusWord() {
        if (filter.status().equals(Filter.OPEN)) {
            return OPEN;
        }
        return filter.status().size() == Status.values().length
                ? ANY
                : filter.status().stream().sorted().map(ListQuery::word).collect(Collectors.joining(","));
    }

    private static void put(Map<String, String> parameters, String name, String value, String byDefault) {
        if (!value.equals(byDefault)) {
            parameters.put(name, value);
        }
    }

    private static String value(Map<String, String> parameters, String name) {
        return parameters.getOrDefault(name, "").strip();
    }

    private static Set<Status> status(String words) throws Wrong {
        if (words.isEmpty() || words.equals(OPEN)) {
            return Filter.OPEN;
        }
        if (words.equals(ANY)) {
            return EnumSet.allOf(Status.class);
        }
        Set<Status> status = EnumSet.noneOf(Status.class);
        for (String word : words.split(",", -1)) {
            status.add(Arrays.stream(Status.values()).filter(it -> word(it).equals(word.strip())).findFirst()
                    .orElseThrow(() -> new Wrong("status has to be open, any, or some of " + words(Status.values())
                            + " with commas between")));
        }
        return status;
    }

    private static Severity severity(String word) throws Wrong {
        return word.isEmpty()
                ? DEFAULT.filter.atLeast()
                : Arrays.stream(Severity.values()).filter(it -> word(it).equals(word)).findFirst()
                        .orElseThrow(() -> new Wrong("severity has to be one of " + words(Severity.values())));
    }

    private static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(ListQuery::word).collect(Collectors.joining(", "));
    }

    private static int number(Map<String, String> parameters, String name, int byDefault, int most) throws Wrong {
        String text = value(parameters, name);
        if (text.isEmpty()) {
            return byDefault;
        }
        if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new Wrong(name + " has to be a number from 1 to " + most);
        }
        return Integer.parseInt(text);
    }
}

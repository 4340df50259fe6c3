package io.iamwatch.alerting.csv;

import io.iamwatch.alerting.console.view.IncidentRow;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Incidents in short, one a line; times are event time in UTC. */
public final class IncidentCsv {

    /** The end of a line after RFC 4180. */
    public static final String LINE_END = "\r\n";

    private record Column(String name, Function<IncidentRow, String> value) {
    }

    private static final List<Column> COLUMNS = List.of(
            new Column("uid", IncidentRow::uid),
            new Column("account", IncidentRow::account),
            new Column("severity", row -> row.severity().caption()),
            new Column("status", row -> row.status().caption()),
            new Column("principal", IncidentRow::principal),
            new Column("arn", IncidentRow::arn),
            new Column("message", IncidentRow::message),
            new Column("rules", row -> String.join(" ", row.rules())),
            new Column("alerts", row -> Integer.toString(row.alerts())),
            new Column("standing", row -> Long.toString(row.standing())),
            new Column("contained", row -> row.contained() == null ? null : row.contained().words()),
            new Column("assignee", IncidentRow::assignee),
            new Column("verdict", row -> row.verdict() == null ? null : row.verdict().caption()),
            new Column("started", row -> Instant.ofEpochMilli(row.started()).toString()),
            new Column("ended", row -> Instant.ofEpochMilli(row.ended()).toString()));

    private IncidentCsv() {
    }

    /** Returns the names of the columns, without the line's end. */
    public static String header() {
        return COLUMNS.stream().map(Column::name).map(CsvField::of).collect(Collectors.joining(","));
    }

    /** Returns an incident, without the line's end. */
    public static String line(IncidentRow row) {
        return COLUMNS.stream().map(column -> CsvField.of(column.value().apply(row))).collect(Collectors.joining(","));
    }

    /** Returns a whole table, each line ended. */
    public static String table(List<IncidentRow> rows) {
        StringBuilder table = new StringBuilder(header()).append(LINE_END);
        rows.forEach(row -> table.append(line(row)).append(LINE_END));
        return table.toString();
    }
}

package io.iamwatch.deploy.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iamwatch.detector.replay.ReplayReport;

/** A report as JSON, with the fields of {@link ReplayReport} in snake case. */
public final class ReportJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    private ReportJson() {
    }

    /** Returns it, in one line. */
    public static String of(ReplayReport report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values cannot fail to serialise", impossible);
        }
    }
}

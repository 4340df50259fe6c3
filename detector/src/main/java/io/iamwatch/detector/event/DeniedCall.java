package io.iamwatch.detector.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.AlertBounds;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IAM write that was denied. AWS then writes no parameters: whom it was about stands in the error message alone,
 * as "on resource: user NAME", "on resource: policy ARN" or an ARN.
 */
final class DeniedCall {

    private static final Set<String> CODES = Set.of("AccessDenied", "AccessDeniedException",
            "Client.UnauthorizedOperation", "UnauthorizedOperation");
    private static final Pattern RESOURCE = Pattern
            .compile("on resource: ((?:(?:user|group|role|policy) )?\\S+)");
    private static final int MAX_TARGET = 256;

    private DeniedCall() {
    }

    static boolean isDenied(JsonNode record) {
        return CODES.contains(record.path("errorCode").asText(""));
    }

    static Change read(String eventName, JsonNode record, Call call) {
        String message = AlertBounds.cut(record.path("errorMessage").textValue());
        return new Change.Denied(new Subject(EntityKind.ACTOR, call.identity()), eventName, target(message));
    }

    private static String target(String message) {
        Matcher matcher = message == null ? null : RESOURCE.matcher(message);
        return matcher == null || !matcher.find() ? null : AlertBounds.cut(matcher.group(1), MAX_TARGET);
    }
}

package io.iamwatch.detector.rules;

import io.iamwatch.detector.event.Call;
import java.util.List;

/**
 * What creates users as a matter of course, for {@code user-created-outside-automation}.
 *
 * @param principals empty where no automation is declared
 */
public record Automation(List<Principal> principals) {

    /** No automation is declared. */
    public static final Automation NONE = new Automation(List.of());

    /** Keeps a copy. */
    public Automation {
        principals = List.copyOf(principals);
    }

    /** Returns whether any is declared. */
    public boolean isDeclared() {
        return !principals.isEmpty();
    }

    /** Returns whether the automation made the call. */
    public boolean made(Call call) {
        return principals.stream().anyMatch(principal -> principal.made(call));
    }
}

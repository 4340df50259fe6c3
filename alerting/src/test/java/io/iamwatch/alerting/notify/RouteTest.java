package io.iamwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is told what. */
class RouteTest {

    private static final Notification DIGEST = Hostile.digest("a");

    @Test
    void bySeverityAccountAndRule() {
        assertThat(Route.ALL.takes(DIGEST)).isTrue();
        assertThat(new Route(Severity.LOW, Set.of("229654561268"), Set.of("indirect-admin-path")).takes(DIGEST))
                .isTrue();
        assertThat(new Route(Severity.MEDIUM, Set.of(), Set.of()).takes(DIGEST)).isFalse();
        assertThat(new Route(Severity.LOW, Set.of("111111111111"), Set.of()).takes(DIGEST)).isFalse();
        assertThat(new Route(Severity.LOW, Set.of(), Set.of("new-admin-user")).takes(DIGEST)).isFalse();
    }

    /** Otherwise a page would never be resolved. */
    @Test
    void whoWasToldOfTheBeginningIsToldOfTheEnd() {
        Notification opened = Hostile.everywhere(Kind.OPENED, "a");
        Notification retracted = new Notification("1/b", Kind.RETRACTED, opened.account(), 1, Severity.INFORMATIONAL,
                List.of(), false, List.of(), opened.incident(), List.of());
        assertThat(new Route(Severity.CRITICAL, Set.of(), Set.of("new-admin-user")).takes(retracted)).isTrue();
    }
}

package io.iamwatch.contracts.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ApplicationMetersTest {

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void abortsAreCountedAndGoWithTheApplication() throws JMException {
        try (ApplicationMeters meters = ApplicationMeters.shown("tested")) {
            assertThat(value("aborted-total", "")).isZero();
            meters.aborted();
            meters.aborted();
            assertThat(value("aborted-total", "")).isEqualTo(2);
        }
        assertThat(beans.isRegistered(new ObjectName(ApplicationMeters.DOMAIN + ":type=tested"))).isFalse();
    }

    @Test
    void aRestoreLastsFromItsBeginningToItsEnd() throws JMException {
        try (ApplicationMeters meters = ApplicationMeters.shown("tested")) {
            meters.restoreBegins("one", 1_000);
            meters.restoreBegins("other", 2_000);
            meters.restoreEnds("other", 2_400);
            meters.restoreEnds("one", 31_000);
            assertThat(value("restore-seconds-sum", "")).isEqualTo(30.4);
            assertThat(value("restore-seconds-bucket", ",le=0.5")).isEqualTo(1);
            assertThat(value("restore-seconds-bucket", ",le=15.0")).isEqualTo(1);
            assertThat(value("restore-seconds-bucket", ",le=60.0")).isEqualTo(2);
        }
    }

    @Test
    void whatBreaksOffOrDidNotBeginHereIsNoRestore() throws JMException {
        try (ApplicationMeters meters = ApplicationMeters.shown("tested")) {
            meters.restoreBegins("one", 1_000);
            meters.restoreBreaksOff("one");
            meters.restoreEnds("one", 2_000);
            meters.restoreEnds("other", 2_000);
            assertThat(value("restore-seconds-bucket", ",le=\"+Inf\"")).isZero();
        }
    }

    private double value(String attribute, String tags) throws JMException {
        return (double) beans.getAttribute(new ObjectName(ApplicationMeters.DOMAIN + ":type=tested" + tags), attribute);
    }
}

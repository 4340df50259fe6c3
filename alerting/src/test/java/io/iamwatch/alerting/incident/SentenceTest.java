package io.iamwatch.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.contracts.finding.DetectionFinding;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SentenceTest {

    static Stream<Arguments> sentences() {
        Alerts attack = Alerts.attack();
        return Stream.of(Arguments.of(attack, "christophe created user malicious-iam-user and made it an administrator "
                + "in the same second by AttachUserPolicy, from 75.50.255.67, MFA unknown"),
                Arguments.of(attack.times(0, 12).people("bob", "alice", "alice", true, null),
                        "alice created user bob and made it an administrator 12 s later by AttachUserPolicy, "
                                + "from 75.50.255.67, with MFA"),
                Arguments.of(attack.times(0, -3).people("bob", "alice", "eve", false, null),
                        "alice created user bob, eve made it an administrator 3 s earlier by another clock by "
                                + "AttachUserPolicy, from 75.50.255.67, without MFA"),
                Arguments.of(Alerts.unborn(),
                        "christophe made user malicious-iam-user, whose creation was not seen, an "
                                + "administrator by AttachUserPolicy, from 75.50.255.67, MFA unknown"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void saysWhoMadeWhomAnAdministratorAndHow(Alerts alert, String sentence) {
        DetectionFinding finding = alert.finding();
        assertThat(Sentence.of(finding.resources().getFirst(), AlertEntry.of(alert.at(1)).state()))
                .isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({"0, in the same second", "1, 1 s later", "119, 119 s later", "120, 2 min 0 s later",
            "7199, 119 min 59 s later", "7200, 2 h 0 min later", "172799, 47 h 59 min later",
            "604800, 7 d 0 h later", "-5, 5 s earlier by another clock"})
    void saysDistancesAsPeopleDo(long seconds, String words) {
        assertThat(Sentence.apart(seconds)).isEqualTo(words);
    }
}

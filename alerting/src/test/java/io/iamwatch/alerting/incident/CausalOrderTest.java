package io.iamwatch.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Severity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each alert is a list of calls as {@code second:CreateUser}; alerts are parted by {@code /}. */
class CausalOrderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '>', value = {
            // Creation, grant, use, whichever alert came first.
            "0:ConsoleLogin / 0:CreateAccessKey / 0:CreateUser 0:AttachUserPolicy > CreateUser AttachUserPolicy"
                    + " CreateAccessKey ConsoleLogin",
            "0:AttachUserPolicy / 0:CreateUser > CreateUser AttachUserPolicy",
            // What an alert says goes before: this key was there before the user got its rights by it.
            "0:AssumeRole 0:AttachUserPolicy / 0:CreateUser > CreateUser AssumeRole AttachUserPolicy",
            "0:DeleteUserPolicy 0:PutUserPolicy / 0:GetUser > GetUser DeleteUserPolicy PutUserPolicy",
            // To take a boundary away is a grant, to delete a key an end.
            "0:DeleteAccessKey / 0:ListBuckets / 0:DeleteUserPermissionsBoundary > DeleteUserPermissionsBoundary"
                    + " ListBuckets DeleteAccessKey",
            // Seconds go before all.
            "1:CreateUser / 0:ConsoleLogin > ConsoleLogin CreateUser",
            "0:CreateUser 5:AttachUserPolicy / 5:CreateUser2 / 3:GetUser > CreateUser GetUser AttachUserPolicy"
                    + " CreateUser2",
            // A record that several alerts rest on is one call, in the place that all of them give it.
            "0:CreateUser 0:AttachUserPolicy / 0:AttachUserPolicy 0:GetUser > CreateUser AttachUserPolicy GetUser",
            // Alerts that contradict each other.
            "0:GetUser 0:CreateUser / 0:CreateUser 0:GetUser > CreateUser GetUser"})
    void isByTimeThenAsAlertsSayThenCreationGrantUse(String alerts, String order) {
        List<AlertState> states = Arrays.stream(alerts.split("/", -1)).map(CausalOrderTest::alert).toList();
        for (List<AlertState> arrival : List.of(states, reversed(states))) {
            assertThat(CausalOrder.of(arrival)).extracting(Party::operation)
                    .containsExactly(order.strip().split(" ", -1));
        }
    }

    private static List<AlertState> reversed(List<AlertState> states) {
        List<AlertState> reversed = new java.util.ArrayList<>(states);
        Collections.reverse(reversed);
        return reversed;
    }

    private static AlertState alert(String calls) {
        List<Party> parties = Stream.of(calls.strip().split(" ", -1)).map(call -> call.split(":", 2))
                .map(call -> new Party(call[1], "a", null, null, null, Long.parseLong(call[0]) * 1000,
                        "t/0/" + call[1].hashCode(), null))
                .toList();
        return new AlertState(calls, "rule", Severity.LOW, true, null, "v", null, null, null, false, false, List.of(),
                parties, null, null);
    }
}

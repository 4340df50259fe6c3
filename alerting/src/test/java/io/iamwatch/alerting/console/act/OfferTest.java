package io.iamwatch.alerting.console.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.incident.Commands;
import io.iamwatch.alerting.incident.Life;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is offered is what alerting applies, no more and no less. */
class OfferTest {

    @ParameterizedTest
    @EnumSource(Status.class)
    void isWhatIsApplied(Status status) {
        IncidentFinding incident = Shown.worked(Shown.attack(), status, Workflow.UNTOUCHED);
        for (Offer offer : Offer.values()) {
            var command = new IncidentCommand("c", Shown.uid(incident), "ann", 1, action(offer));
            boolean applied = ((Commands.Outcome.Logged) Commands.apply(incident, command)).applied();
            assertThat(Offer.of(Life.of(status)).contains(offer)).as(offer + " of " + status).isEqualTo(applied);
        }
    }

    private static Action action(Offer offer) {
        return switch (offer) {
            case ACKNOWLEDGE -> new Action.Acknowledge();
            case ASSIGN -> new Action.Assign("bob");
            case COMMENT -> new Action.Comment("text");
            case SNOOZE -> new Action.Snooze(2, "why");
            case RESUME -> new Action.Resume();
            case RESOLVE -> new Action.Resolve(null);
            case REOPEN -> new Action.Reopen(null);
            case CLOSE -> new Action.Close(Verdict.BENIGN, null);
        };
    }
}

package io.iamwatch.alerting.investigation;

import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.AdminActivity.Source;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.Seen;
import io.iamwatch.contracts.finding.Seen.CredentialCall;
import io.iamwatch.contracts.finding.Seen.Denied;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.finding.Seen.GuardCall;
import io.iamwatch.contracts.finding.Seen.Measures;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import io.iamwatch.contracts.finding.StillSucceeding;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How much of what an alert tells an incident keeps.
 *
 * @param texts the longest text, in characters
 * @param most the most of each list
 */
public record SeenBounds(int texts, int most) {

    /** Returns it, cut. What was done against the principal is kept whatever else has to go. */
    public Seen cut(Seen seen) {
        return new Seen(
                some(seen.services(), use -> new Service(cut(use.name()), use.first(), use.last(), use.calls(),
                        use.denied())),
                seen.servicesTotal(),
                some(seen.sources(), one -> new Source(cut(one.address()), one.first(), one.last(), one.calls(),
                        one.isNew())),
                some(seen.credentials(), call -> new CredentialCall(call.kind(), cut(call.id()), call.change(),
                        call.time(), cut(call.actor()), cut(call.position()))),
                some(seen.guards(), call -> new GuardCall(cut(call.operation()), cut(call.about()), call.time(),
                        cut(call.actor()), cut(call.position()))),
                some(seen.roles(), use -> new RoleUse(cut(use.role()), use.firstUse(), use.lastUse(), use.calls())),
                some(seen.descendants(), one -> new Descendant(cut(one.what()), cut(one.name()), one.time())),
                seen.denied() == null
                        ? null
                        : new Denied(some(seen.denied().calls(), this::cut), seen.denied().total()),
                measures(seen.measures()), succeeding(seen.succeeding()));
    }

    private Measures measures(Measures measures) {
        return measures == null
                ? null
                : new Measures(measures.extent(), measures.undone(), cut(measures.how()),
                        some(measures.open(), this::cut));
    }

    private StillSucceeding succeeding(StillSucceeding calls) {
        return calls == null
                ? null
                : new StillSucceeding(calls.since(), calls.calls(), calls.first(), calls.last(),
                        some(calls.services(), this::cut));
    }

    private <T> List<T> some(List<T> all, UnaryOperator<T> cut) {
        return all.stream().limit(most).map(cut).toList();
    }

    private String cut(String text) {
        return AlertBounds.cut(text, texts);
    }
}

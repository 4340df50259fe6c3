package io.iamwatch.alerting.investigation;

import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.AdminActivity.Source;
import io.iamwatch.contracts.finding.Seen.RoleUse;

/** What two calls, or two alerts, tell of one thing. Alerts may both count a call: the larger number is told. */
final class Merge {

    private Merge() {
    }

    static Service calls(Service one, Service other) {
        return new Service(one.name(), Math.min(one.first(), other.first()), Math.max(one.last(), other.last()),
                one.calls() + other.calls(), one.denied() + other.denied());
    }

    static Service alerts(Service one, Service other) {
        return new Service(one.name(), Math.min(one.first(), other.first()), Math.max(one.last(), other.last()),
                Math.max(one.calls(), other.calls()), Math.max(one.denied(), other.denied()));
    }

    static Source calls(Source one, Source other) {
        return new Source(one.address(), Math.min(one.first(), other.first()), Math.max(one.last(), other.last()),
                one.calls() + other.calls(), one.isNew() || other.isNew());
    }

    static Source alerts(Source one, Source other) {
        return new Source(one.address(), Math.min(one.first(), other.first()), Math.max(one.last(), other.last()),
                Math.max(one.calls(), other.calls()), one.isNew() || other.isNew());
    }

    static RoleUse calls(RoleUse one, RoleUse other) {
        return new RoleUse(one.role(), Math.min(one.firstUse(), other.firstUse()),
                Math.max(one.lastUse(), other.lastUse()), one.calls() + other.calls());
    }

    static RoleUse alerts(RoleUse one, RoleUse other) {
        return new RoleUse(one.role(), Math.min(one.firstUse(), other.firstUse()),
                Math.max(one.lastUse(), other.lastUse()), Math.max(one.calls(), other.calls()));
    }
}

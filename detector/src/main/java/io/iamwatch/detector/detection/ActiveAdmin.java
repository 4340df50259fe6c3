package io.iamwatch.detector.detection;

import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Life;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what a new administrator did: as facts, in words, and by the calls that were the first of their kind. */
final class ActiveAdmin {

    private final Session session;
    private final Life life;
    private final long from;
    private final long until;
    private final Set<String> granting;
    private final Aftermath aftermath;

    /**
     * Looks at a user.
     *
     * @param from the second in which it became an administrator
     * @param until the last second that is looked at (inclusive)
     * @param grants what made it an administrator
     */
    ActiveAdmin(Session session, Life life, long from, long until, Set<Fact> grants) {
        this.session = session;
        this.life = life;
        this.from = from;
        this.until = until;
        this.granting = grants.stream().map(fact -> fact.event().call().sourceAddress()).filter(Objects::nonNull)
                .collect(Collectors.toSet());
        this.aftermath = new Aftermath(session, life, from, from, until);
    }

    /**
     * Returns the calls that tell the story, in the order of identities; none, where it did nothing.
     *
     * @param around what others did around it
     */
    List<Fact> links(List<Fact> around) {
        return Stream.concat(aftermath.firsts(granting).stream().limit(AlertBounds.MAX_EVIDENCES - around.size()),
                around.stream()).sorted().toList();
    }

    /** Returns what others did meanwhile to what guards the account's credentials, in the order of identities. */
    List<Fact> around() {
        return AccountGuards.within(session, from, until).stream()
                .filter(call -> !PrincipalRules.isBy(life, call)
                        && aftermath.facts().stream().noneMatch(own -> own.id().equals(call.id())))
                .limit(AccountGuards.MAX_TOLD).toList();
    }

    AdminActivity activity() {
        Aftermath.Group all = aftermath.group(call -> true);
        List<AdminActivity.Service> services = services();
        List<AdminActivity.Source> sources = sources();
        List<AdminActivity.Key> keys = keys();
        List<AdminActivity.Session> sessions = sessions();
        return new AdminActivity(from * 1000, until * 1000, all.count(), denied(call -> true), all.firstMillis(),
                all.lastMillis(), login(), listed(services), services.size(), listed(sources), sources.size(),
                listed(keys), keys.size(), listed(sessions), sessions.size());
    }

    private static <T> List<T> listed(List<T> all) {
        return all.stream().limit(AdminActivity.MAX_LISTED).toList();
    }

    private long denied(java.util.function.Predicate<Sample.Entry> of) {
        return aftermath.group(of.and(call -> call.result() == CallResult.DENIED)).count();
    }

    private AdminActivity.Login login() {
        List<Fact> logins = aftermath.facts().stream().filter(fact -> Deeds.isLogin(fact.event())).toList();
        if (logins.isEmpty()) {
            return null;
        }
        Call call = logins.getFirst().event().call();
        Aftermath.Group group = aftermath.group(entry -> logins.stream()
                .anyMatch(login -> Sample.Entry.of(login.event()).hash() == entry.hash()));
        return new AdminActivity.Login(group.firstMillis(), group.lastMillis(), group.count(),
                ((Change.Acted) logins.getFirst().change()).mfa(), call.sourceAddress());
    }

    private List<AdminActivity.Service> services() {
        return aftermath.values(Sample.Entry::service).stream().map(name -> {
            Aftermath.Group group = aftermath.group(call -> call.service().equals(name));
            return new AdminActivity.Service(name, group.firstMillis(), group.lastMillis(), group.count(),
                    denied(call -> call.service().equals(name)));
        }).toList();
    }

    private List<AdminActivity.Source> sources() {
        return aftermath.values(Sample.Entry::source).stream().map(address -> {
            Aftermath.Group group = aftermath.group(call -> address.equals(call.source()));
            return new AdminActivity.Source(address, group.firstMillis(), group.lastMillis(), group.count(),
                    !granting.contains(address));
        }).toList();
    }

    /** Keys that were created, before it became an administrator or after, and others that were called with. */
    private List<AdminActivity.Key> keys() {
        Map<String, Fact> created = new LinkedHashMap<>();
        for (Fact fact : life.facts()) {
            if (fact.second() <= until && fact.change() instanceof Change.CredentialIssued issued
                    && issued.what().equals("CreateAccessKey") && issued.key() != null) {
                created.putIfAbsent(issued.key(), fact);
            }
        }
        Set<String> ids = new LinkedHashSet<>(created.keySet());
        aftermath.values(Sample.Entry::credential).stream().filter(key -> key.startsWith("AKIA")).forEach(ids::add);
        return ids.stream().map(id -> key(id, created.get(id))).toList();
    }

    private AdminActivity.Key key(String id, Fact created) {
        Aftermath.Group group = aftermath.group(call -> id.equals(call.credential()));
        return new AdminActivity.Key(id, created == null ? null : (Long) (created.second() * 1000),
                created == null ? null : created.event().call().actor(), group.firstMillis(), group.lastMillis(),
                group.count());
    }

    private List<AdminActivity.Session> sessions() {
        List<AdminActivity.Session> sessions = new ArrayList<>();
        for (Fact fact : aftermath.issuing()) {
            Change.Acted acted = (Change.Acted) fact.change();
            Aftermath.Group group = aftermath.group(call -> acted.issuedKey().equals(call.credential()));
            sessions.add(new AdminActivity.Session(acted.issuedKey(), fact.id().eventName(), acted.issuedAs(),
                    fact.event().call().accessKeyId(), fact.second() * 1000, group.firstMillis(), group.lastMillis(),
                    group.count()));
        }
        return sessions;
    }

    /**
     * Returns it in words, as they follow the target's name.
     *
     * @param around how often others changed the account's password policy meanwhile
     */
    static String how(AdminActivity did, int around) {
        String meanwhile = around == 0
                ? ""
                : "; meanwhile others changed the account's password policy" + (around == 1 ? "" : " " + times(around));
        return (did.calls() == 0 ? "was not seen to do anything as an administrator" : how(did)) + meanwhile;
    }

    private static String how(AdminActivity did) {
        List<String> parts = new ArrayList<>();
        if (did.login() != null) {
            parts.add("signed in to the console" + (Boolean.FALSE.equals(did.login().isMfa()) ? " without MFA" : ""));
        }
        parts.add("made " + calls(did.calls()) + " of " + named(did.services().stream()
                .map(AdminActivity.Service::name).toList(), did.servicesTotal()));
        if (did.denied() > 0) {
            parts.add("was denied " + times(did.denied()));
        }
        if (did.sessionsTotal() > 0) {
            parts.add("asked for " + (did.sessionsTotal() == 1 ? "a session" : did.sessionsTotal() + " sessions"));
        }
        List<String> fresh = did.sources().stream().filter(AdminActivity.Source::isNew)
                .map(AdminActivity.Source::address).toList();
        if (!fresh.isEmpty()) {
            parts.add("came from " + named(fresh, fresh.size()) + ", from where nobody granted anything");
        }
        return "is active as an administrator: " + String.join("; ", parts);
    }

    private static String calls(long count) {
        return count == 1 ? "one call" : atLeast(count) + count + " calls";
    }

    private static String atLeast(long count) {
        return count > AdminActivity.EXACT_CALLS ? "at least " : "";
    }

    private static String times(long count) {
        return count == 1 ? "once" : atLeast(count) + count + " times";
    }

    private static String named(List<String> names, int total) {
        List<String> some = names.stream().limit(5).toList();
        return String.join(", ", some) + (total > some.size() ? " and " + (total - some.size()) + " more" : "");
    }
}

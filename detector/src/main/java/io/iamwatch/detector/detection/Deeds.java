package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.iam.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is remembered of a user's calls: a {@link Sample} of them in short, and as evidence the first and the newest
 * ones of each kind. Both are picked so that a set of calls comes to the same in whatever order, and however often,
 * they arrive.
 */
final class Deeds {

    /** So many first calls of each kind stay. */
    private static final int FIRSTS = 2;

    /** So many kinds of one sort are told apart: services, addresses, keys; the first ones. */
    private static final int MAX_KINDS = 60;

    /** Of the newest calls of a kind the first one of a minute stays: not each of many is a change of what is known. */
    private static final long NEWEST_SECONDS = 60;

    /**
     * Calls of IAM that are asked for by name: what weakens the guards of an account's credentials, or makes others.
     */
    private static final Set<String> ASKED_FOR = Set.of("DeleteAccountPasswordPolicy", "UpdateAccountPasswordPolicy",
            "DeactivateMFADevice", "DeleteVirtualMFADevice", "CreateUser", "CreateRole");

    /** By what calls are told apart. */
    enum Sort {
        SERVICE, SOURCE, CREDENTIAL, ISSUED, LOGIN, DENIED, ASKED_FOR
    }

    /** One kind of calls: those of one service, those that were denied, and so on. */
    record Kind(Sort sort, String name) {
    }

    private Deeds() {
    }

    /** Returns what is known after one more call; the same, where that changes nothing. */
    static Node with(Node node, Fact fact) {
        if (fact.future() || Collections.binarySearch(node.facts(), fact) >= 0) {
            return node;
        }
        Sample before = node.sample() == null ? Sample.EMPTY : node.sample();
        Sample sample = before.with(Sample.Entry.of(fact.event()));
        List<Fact> all = new ArrayList<>(node.facts());
        all.add(-Collections.binarySearch(all, fact) - 1, fact);
        List<Fact> facts = kept(all, node.tellsFrom());
        return sample.equals(before) && facts.equals(node.facts()) ? node : node.withDeeds(facts, sample);
    }

    /** Returns what is known where firsts are told from a second on, too. */
    static Node telling(Node node, long from) {
        return Objects.equals(from, node.tellsFrom())
                ? node
                : node.withTellsFrom(from).withFacts(kept(node.facts(), from));
    }

    /** Returns what is known without what is older: no alert that may still change tells of it. */
    static Node since(Node node, long second) {
        if (node.facts().isEmpty() || node.facts().getFirst().second() >= second) {
            return node;
        }
        List<Fact> younger = node.facts().stream().filter(fact -> fact.second() >= second).toList();
        return node.withDeeds(younger, node.sample() == null ? null : node.sample().since(second));
    }

    /** Returns of what kinds a call is. */
    static List<Kind> kinds(IamEvent event) {
        Change.Acted acted = (Change.Acted) event.change();
        List<Kind> kinds = new ArrayList<>(List.of(new Kind(Sort.SERVICE, acted.service())));
        if (event.call().sourceAddress() != null) {
            kinds.add(new Kind(Sort.SOURCE, event.call().sourceAddress()));
        }
        if (event.call().accessKeyId() != null) {
            kinds.add(new Kind(Sort.CREDENTIAL, event.call().accessKeyId()));
        }
        if (acted.issuedKey() != null) {
            kinds.add(new Kind(Sort.ISSUED, acted.issuedKey()));
        }
        if (isLogin(event)) {
            kinds.add(new Kind(Sort.LOGIN, ""));
        }
        if (acted.result() == CallResult.DENIED) {
            kinds.add(new Kind(Sort.DENIED, ""));
        }
        String name = event.id().eventName();
        if (acted.result() == CallResult.DONE && acted.service().equals("iam") && ASKED_FOR.contains(name)) {
            kinds.add(new Kind(Sort.ASKED_FOR, name));
        }
        return kinds;
    }

    static boolean isLogin(IamEvent event) {
        return event.id().eventName().equals("ConsoleLogin")
                && ((Change.Acted) event.change()).result() == CallResult.DONE;
    }

    /**
     * Returns what stays of calls, and of what stays what is told. The first calls of all say nothing of what somebody
     * did as an administrator.
     *
     * @param from the second from which firsts are told, too; null where nothing is told
     */
    static List<Fact> kept(List<Fact> facts, Long from) {
        Set<Fact> picked = new HashSet<>(picked(facts));
        if (from != null) {
            picked.addAll(picked(facts.stream().filter(fact -> fact.second() >= from).toList()));
        }
        return facts.stream().filter(picked::contains).toList();
    }

    /** Returns the first and the newest calls of each kind; of what stays after more calls the same as of all. */
    private static List<Fact> picked(List<Fact> facts) {
        Map<Sort, Map<String, List<Fact>>> kinds = new HashMap<>();
        for (Fact fact : facts) {
            for (Kind kind : kinds(fact.event())) {
                Map<String, List<Fact>> ofSort = kinds.computeIfAbsent(kind.sort(), sort -> new LinkedHashMap<>());
                if (ofSort.containsKey(kind.name()) || ofSort.size() < MAX_KINDS) {
                    ofSort.computeIfAbsent(kind.name(), name -> new ArrayList<>()).add(fact);
                }
            }
        }
        Set<Fact> picked = new HashSet<>();
        kinds.values().forEach(ofSort -> ofSort.values().forEach(ofKind -> pick(ofKind, picked)));
        return facts.stream().filter(picked::contains).toList();
    }

    private static void pick(List<Fact> ofKind, Set<Fact> picked) {
        picked.addAll(ofKind.subList(0, Math.min(FIRSTS, ofKind.size())));
        long newest = Math.floorDiv(ofKind.getLast().second(), NEWEST_SECONDS);
        ofKind.stream().filter(fact -> Math.floorDiv(fact.second(), NEWEST_SECONDS) == newest).findFirst()
                .ifPresent(picked::add);
    }
}

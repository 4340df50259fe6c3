package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.annotation.JsonValue;
import io.iamwatch.contracts.finding.AdminActivity.Service;
import io.iamwatch.contracts.finding.AdminActivity.Source;
import java.util.List;
import java.util.Locale;

/**
 * What one alert tells of its principal besides who made it what: what it used, which credentials it has, what was
 * done against it. All times are event time in milliseconds, as exact as in {@link AdminActivity}.
 *
 * @param services AWS services that it called, as far as they are listed
 * @param servicesTotal how many there are, listed or not
 * @param sources where it called from
 * @param credentials calls that made, changed, used or ended a credential of it
 * @param guards calls that weakened what guards the account's credentials
 * @param roles roles that it assumed
 * @param descendants what it made that can act by itself, and sessions that descend from it
 * @param denied calls of it that were denied
 * @param measures what was done against it; null where the alert does not look at that
 * @param succeeding calls that succeeded after these; null where none was seen
 */
public record Seen(List<Service> services, int servicesTotal, List<Source> sources,
        List<CredentialCall> credentials, List<GuardCall> guards, List<RoleUse> roles, List<Descendant> descendants,
        Denied denied, Measures measures, StillSucceeding succeeding) {

    /** Nothing. */
    public static final Seen NOTHING = new Seen(List.of(), 0, List.of(), List.of(), List.of(), List.of(), List.of(),
            null, null, null);

    /** An absent list is empty. */
    public Seen {
        services = Ocsf.orEmpty(services);
        sources = Ocsf.orEmpty(sources);
        credentials = Ocsf.orEmpty(credentials);
        guards = Ocsf.orEmpty(guards);
        roles = Ocsf.orEmpty(roles);
        descendants = Ocsf.orEmpty(descendants);
    }

    /** What a credential is. */
    public enum CredentialKind {
        /** An access key. */
        ACCESS_KEY("access key"),
        /** The password of the console. */
        PASSWORD("password"),
        /** An MFA device. */
        MFA_DEVICE("MFA device"),
        /** A credential of one service, as for CodeCommit. */
        SERVICE_CREDENTIAL("service credential"),
        /** A signing certificate. */
        CERTIFICATE("signing certificate"),
        /** An SSH key. */
        SSH_KEY("SSH key");

        private final String words;

        CredentialKind(String words) {
            this.words = words;
        }

        /** Returns it in words. */
        @JsonValue
        public String words() {
            return words;
        }
    }

    /** What a call did to a credential. */
    public enum CredentialChange {
        /** It is new. */
        MADE,
        /** It is active again. */
        ACTIVATED,
        /** Its content is another one. */
        CHANGED,
        /** Somebody called with it. */
        USED,
        /** It does not work any more, and can again. */
        DEACTIVATED,
        /** It is gone. */
        DELETED;

        /** Returns it in words. */
        @JsonValue
        public String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A call about a credential of the principal, or with one.
     *
     * @param id the key's id, the device's serial number; null where the record is not quoted
     * @param actor who called
     * @param position where the record stands: topic/partition/offset
     */
    public record CredentialCall(CredentialKind kind, String id, CredentialChange change, long time, String actor,
            String position) {
    }

    /**
     * A call that weakened what guards the account's credentials.
     *
     * @param operation as {@code DeleteAccountPasswordPolicy}
     * @param about whom or what it is about; null for the account
     * @param actor who called
     * @param position where the record stands: topic/partition/offset
     */
    public record GuardCall(String operation, String about, long time, String actor, String position) {
    }

    /**
     * A role that was assumed.
     *
     * @param role its ARN
     * @param calls how many calls were seen under it
     */
    public record RoleUse(String role, long firstUse, long lastUse, long calls) {
    }

    /**
     * What descends from the principal.
     *
     * @param what {@code user}, {@code role}, {@code key}, {@code session} and the like
     * @param name its name, ARN or id
     * @param time when it came to be
     */
    public record Descendant(String what, String name, long time) {
    }

    /**
     * What was denied.
     *
     * @param calls some of them, as {@code AttachUserPolicy}
     * @param total how many calls there were
     */
    public record Denied(List<String> calls, long total) {

        /** An absent list is empty. */
        public Denied {
            calls = Ocsf.orEmpty(calls);
        }
    }

    /** How far something was contained. */
    public enum Extent {
        /** Wholly, as far as is visible. */
        YES("yes"),
        /** In part. */
        PARTLY("partly"),
        /** Not at all, or not any more. */
        NO("no"),
        /** There is nothing to contain. */
        NOTHING_SEEN("nothing seen"),
        /** Nothing that iamwatch reads tells it. */
        NOT_VISIBLE("not visible");

        private final String words;

        Extent(String words) {
            this.words = words;
        }

        /** Returns it in words. */
        @JsonValue
        public String words() {
            return words;
        }
    }

    /**
     * What was done against a principal.
     *
     * @param undone whether it was taken back
     * @param how in words, as they follow the principal's name
     * @param open ways to sign in that are still open, some of them
     */
    public record Measures(Extent extent, boolean undone, String how, List<String> open) {

        /** An absent list is empty. */
        public Measures {
            open = Ocsf.orEmpty(open);
        }
    }
}

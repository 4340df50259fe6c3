package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The objects of <a href="https://schema.ocsf.io/1.5.0/">OCSF 1.5</a> that findings are made of, with the
 * attributes that iamwatch writes. A null or an empty list is not written. All times are milliseconds since 1970 in
 * event time.
 */
public final class Ocsf {

    /** The version of the schema. */
    public static final String VERSION = "1.5.0";

    private Ocsf() {
    }

    /** Empty lists are not written, so that a reader finds none where the writer had an empty one. */
    static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    /** OCSF {@code product}. */
    public record Product(String name, String vendorName, String version) {
    }

    /**
     * OCSF {@code metadata}.
     *
     * @param labels hashes of all that decided: rules, engine, policy table
     */
    public record Metadata(String version, Product product, List<String> labels) {

        /** An absent list is empty. */
        public Metadata {
            labels = orEmpty(labels);
        }
    }

    /** OCSF {@code account}. */
    public record Account(String uid, Integer typeId) {

        /** Returns an AWS account. */
        public static Account aws(String uid) {
            return new Account(uid, 10);
        }
    }

    /** OCSF {@code cloud}. */
    public record Cloud(String provider, Account account, String region) {
    }

    /**
     * OCSF {@code analytic}: the rule that found it.
     *
     * @param uid the rule's id
     * @param version the hash of that rule
     */
    public record Analytic(String uid, String name, int typeId, String version) {

        /** Returns a rule (type 1). */
        public static Analytic rule(String id, String name, String version) {
            return new Analytic(id, name, 1, version);
        }
    }

    /** OCSF {@code tactic}, {@code technique} and {@code sub_technique}. */
    public record Named(String uid, String name) {
    }

    /**
     * OCSF {@code attack}: where it stands in MITRE ATT&amp;CK.
     *
     * @param version the version of the matrix
     */
    public record Attack(String version, Named tactic, Named technique, Named subTechnique) {
    }

    /**
     * OCSF {@code related_event}: one link of the path.
     *
     * @param uid CloudTrail's eventID
     * @param type CloudTrail's eventName
     * @param firstSeenTime event time in milliseconds
     */
    public record RelatedEvent(String uid, String type, String title, long firstSeenTime) {
    }

    /** OCSF {@code finding_info}. */
    public record FindingInfo(String uid, String title, String desc, Analytic analytic, List<Attack> attacks,
            List<RelatedEvent> relatedEvents, Integer relatedEventsCount, long createdTime, long firstSeenTime,
            long lastSeenTime) {

        /** An absent list is empty. */
        public FindingInfo {
            attacks = orEmpty(attacks);
            relatedEvents = orEmpty(relatedEvents);
        }
    }

    /**
     * OCSF {@code user}.
     *
     * @param uid the ARN
     * @param uidAlt the principal id
     */
    public record User(String name, String type, String uid, String uidAlt, String credentialUid, Account account) {
    }

    /**
     * OCSF {@code session}.
     *
     * @param isMfa whether MFA authenticated the session; null where CloudTrail does not say, as with long-term keys
     */
    public record Session(String issuer, Long createdTime, @JsonProperty("is_mfa") Boolean isMfa) {
    }

    /** OCSF {@code actor}. */
    public record Actor(User user, Session session, String invokedBy) {
    }

    /** OCSF {@code service}. */
    public record Service(String name) {
    }

    /** OCSF {@code request}. */
    public record Request(String uid) {
    }

    /** OCSF {@code api}: the call. */
    public record Api(String operation, Service service, Request request) {
    }

    /**
     * OCSF {@code network_endpoint}: where the call came from.
     *
     * @param ip the address, where it is one
     * @param svcName the AWS service that called on somebody's behalf
     */
    public record Endpoint(String ip, String svcName) {
    }

    /** OCSF {@code http_request}. */
    public record HttpRequest(String userAgent) {
    }

    /**
     * OCSF {@code evidences}: one CloudTrail record behind the finding.
     *
     * @param uid the record's position: topic/partition/offset
     * @param data the record, or where it stands when it was too large to quote
     */
    public record Evidence(String uid, String name, Actor actor, Api api, Endpoint srcEndpoint, HttpRequest httpRequest,
            JsonNode data) {

        /** Returns the same evidence with other data. */
        public Evidence withData(JsonNode other) {
            return new Evidence(uid, name, actor, api, srcEndpoint, httpRequest, other);
        }
    }

    /**
     * OCSF {@code resource_details}.
     *
     * @param uid the ARN
     * @param uidAlt the unique id, as AIDA…
     * @param type {@code AWS::IAM::User}, {@code AWS::IAM::Group} or {@code AWS::IAM::Role}
     */
    public record Resource(String name, String uid, String uidAlt, String type) {
    }

    /** OCSF {@code group}. */
    public record Group(String name) {
    }
}

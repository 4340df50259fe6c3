package io.iamwatch.detector.event;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a fact can be about. Names are unique in an account per kind: a role may share a user's name. */
public enum EntityKind {
    /** An IAM user. */
    USER("user", "AWS::IAM::User"),
    /** An IAM group. */
    GROUP("group", "AWS::IAM::Group"),
    /** An IAM role. */
    ROLE("role", "AWS::IAM::Role"),
    /** A managed policy; AWS's own ones have names that begin with {@code aws/}. */
    POLICY("policy", "AWS::IAM::ManagedPolicy"),
    /** Whoever calls, by the stable part of its principal id. */
    ACTOR("actor", "AWS::IAM::Principal"),
    /** The account itself. */
    ACCOUNT("account", "AWS::Account"),
    /** A grant of IAM Identity Center. */
    ASSIGNMENT("assignment", "AWS::SSO::Assignment"),
    /** What somebody did to the audit trail, by what identifies the actor. */
    TRAIL("trail", "AWS::CloudTrail::Trail"),
    /** What a user and its sessions do, by the user's name. */
    DEEDS("deeds", "AWS::IAM::User"),
    /** What anybody with a key did lately, by who it is: a user, or a session of which nobody knows whose it is. */
    RECENT("recent", "AWS::IAM::User"),
    /** What anybody does to what guards the credentials of an account. */
    GUARDS("guards", "AWS::Account");

    private final String word;
    private final String resourceType;

    EntityKind(String word, String resourceType) {
        this.word = word;
        this.resourceType = resourceType;
    }

    /** Returns the word that keys and sentences use. */
    @JsonValue
    public String word() {
        return word;
    }

    /** Returns the type as AWS CloudFormation names it. */
    public String resourceType() {
        return resourceType;
    }

    /** Returns whether policies can be given to it. */
    public boolean isPrincipal() {
        return this == USER || this == GROUP || this == ROLE;
    }
}

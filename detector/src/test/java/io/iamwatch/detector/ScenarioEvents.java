package io.iamwatch.detector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the CloudTrail record of a scenario's line, as AWS writes it. */
final class ScenarioEvents {

    /**
     * A line's first word, the call, and what its further words are in the request. {@code -} goes into the response
     * alone, {@code own} is the ARN of one of the account's policies.
     */
    private static final Map<String, List<String>> CALLS = calls("""
            create CreateUser userName -
            delete DeleteUser userName
            attach AttachUserPolicy userName policyArn
            detach DetachUserPolicy userName policyArn
            rename-user UpdateUser userName newUserName
            repath-user UpdateUser userName
            put-user-policy PutUserPolicy userName policyName policyDocument
            delete-user-policy DeleteUserPolicy userName policyName
            put-user-boundary PutUserPermissionsBoundary userName permissionsBoundary
            delete-user-boundary DeleteUserPermissionsBoundary userName
            create-group CreateGroup groupName -
            delete-group DeleteGroup groupName
            rename-group UpdateGroup groupName newGroupName
            repath-group UpdateGroup groupName
            add-user AddUserToGroup groupName userName
            remove-user RemoveUserFromGroup groupName userName
            attach-group AttachGroupPolicy groupName policyArn
            detach-group DetachGroupPolicy groupName policyArn
            put-group-policy PutGroupPolicy groupName policyName policyDocument
            delete-group-policy DeleteGroupPolicy groupName policyName
            create-role CreateRole roleName - assumeRolePolicyDocument
            delete-role DeleteRole roleName
            update-trust UpdateAssumeRolePolicy roleName policyDocument
            attach-role AttachRolePolicy roleName policyArn
            detach-role DetachRolePolicy roleName policyArn
            put-role-policy PutRolePolicy roleName policyName policyDocument
            delete-role-policy DeleteRolePolicy roleName policyName
            put-role-boundary PutRolePermissionsBoundary roleName permissionsBoundary
            delete-role-boundary DeleteRolePermissionsBoundary roleName
            create-policy CreatePolicy policyName - policyDocument
            create-policy-version CreatePolicyVersion own - policyDocument
            set-default-version SetDefaultPolicyVersion own versionId
            delete-policy-version DeletePolicyVersion own versionId
            delete-policy DeletePolicy own
            create-key CreateAccessKey userName
            activate-key UpdateAccessKey userName accessKeyId
            deactivate-key UpdateAccessKey userName accessKeyId
            delete-key DeleteAccessKey userName accessKeyId
            create-login CreateLoginProfile userName
            delete-login DeleteLoginProfile userName
            update-login UpdateLoginProfile userName
            create-service-credential CreateServiceSpecificCredential userName
            deactivate-mfa DeactivateMFADevice userName
            """);

    private static final Set<String> DOCUMENTS = Set.of("policyDocument", "assumeRolePolicyDocument");

    private final ScenarioDocuments documents;

    ScenarioEvents(ScenarioDocuments documents) {
        this.documents = documents;
    }

    private static Map<String, List<String>> calls(String table) {
        Map<String, List<String>> calls = new HashMap<>();
        table.lines().map(row -> List.of(row.split(" ", -1))).forEach(row -> calls.put(row.get(0), row.subList(1,
                row.size())));
        return calls;
    }

    ObjectNode record(ScenarioLine line) {
        ObjectNode record = switch (line.verb()) {
            case "raw" -> raw(line);
            case "sso" -> sso(line);
            case "call" -> called(line);
            case "omitted" -> omitted(line);
            case "login" -> login(line);
            case "denied" -> ScenarioDenials.record(line);
            default -> iam(line);
        };
        if (!line.verb().equals("raw")) {
            ScenarioActors.sign(record, line);
        }
        if (line.verb().equals("login")) {
            ((ObjectNode) record.get("userIdentity")).remove("accessKeyId");
        }
        if (line.hasOption("from")) {
            record.put("sourceIPAddress", line.option("from", ""));
        }
        if (line.hasOption("issues")) {
            issue(record.putObject("responseElements"), line);
        }
        if (line.hasOption("error")) {
            String code = line.option("error", "");
            record.put("errorCode", code.equals("yes") ? "LimitExceededException" : code);
            record.put("errorMessage", "the call failed").putNull("responseElements");
        }
        if (line.hasOption("source")) {
            record.put("eventSource", line.option("source", ""));
        }
        quirks(record, line);
        return record;
    }

    private static ObjectNode call(ScenarioLine line, String eventName) {
        ObjectNode record = CloudTrailRecords.call(line.account(), eventName, line.id(), line.second());
        ((ObjectNode) record.get("userIdentity")).put("arn", ScenarioActors.arnOfUser(line));
        switch (line.partition()) {
            case "aws" -> {
                // us-east-1 stands there
            }
            case "aws-cn" -> record.put("awsRegion", "cn-north-1");
            case "aws-us-gov" -> record.put("awsRegion", "us-gov-west-1");
            default -> record.put("awsRegion", "us-iso-east-1");
        }
        return record;
    }

    /** The text of a whole record: {time}, {date}, {id} and {acct} are filled in. */
    private static ObjectNode raw(ScenarioLine line) {
        return (ObjectNode) ScenarioDocuments.tree(line.json().replace("{time}", line.time())
                .replace("{date}", line.date()).replace("{id}", line.id()).replace("{acct}", line.account()));
    }

    private static ObjectNode sso(ScenarioLine line) {
        ObjectNode record = call(line, line.word(1)).put("eventSource", "sso.amazonaws.com");
        record.set("requestParameters", ScenarioDocuments.tree(line.json().replace("{acct}", line.account())));
        return record;
    }

    /** Any call of any service. */
    private static ObjectNode called(ScenarioLine line) {
        ObjectNode record = call(line, line.word(2)).put("eventSource", line.word(1) + ".amazonaws.com");
        record.set("requestParameters", ScenarioDocuments.tree(line.json().replace("{acct}", line.account())));
        return record.putNull("responseElements");
    }

    /** What STS answers: a temporary key, and who acts with it where that is somebody else than the caller. */
    private static void issue(ObjectNode response, ScenarioLine line) {
        response.putObject("credentials").put("accessKeyId", line.option("issues", "")).put("sessionToken", "x")
                .put("expiration", line.date());
        if (line.hasOption("as")) {
            String arn = "arn:" + line.partition() + ":sts::" + line.account() + ":" + line.option("as", "");
            response.putObject(line.option("as", "").startsWith("assumed-role/") ? "assumedRoleUser" : "federatedUser")
                    .put("arn", arn);
        }
    }

    private static ObjectNode login(ScenarioLine line) {
        ObjectNode record = call(line, "ConsoleLogin").put("eventSource", "signin.amazonaws.com");
        record.putNull("requestParameters").putObject("responseElements").put("ConsoleLogin", line.word(1));
        record.putObject("additionalEventData").put("MFAUsed", line.words().contains("mfa") ? "Yes" : "No");
        return record;
    }

    private static ObjectNode omitted(ScenarioLine line) {
        ObjectNode record = call(line, line.word(1));
        record.putObject("requestParameters").put("reason", "requestParameters too large").put("omitted", true)
                .put("originalSize", 131_072);
        return record.putNull("responseElements");
    }

    private ObjectNode iam(ScenarioLine line) {
        List<String> call = CALLS.get(line.verb());
        if (call == null) {
            throw new IllegalArgumentException("no such event");
        }
        ObjectNode record = call(line, call.get(0));
        ObjectNode request = record.putObject("requestParameters");
        for (int i = 1; i < call.size(); i++) {
            put(request, call.get(i), line.word(i), line);
        }
        boolean update = call.get(0).startsWith("Update");
        if (line.hasOption("path")) {
            request.put(update ? "newPath" : "path", line.option("path", "/"));
        }
        if (line.hasOption("boundary")) {
            request.put("permissionsBoundary", line.policyArn(line.option("boundary", "")));
        }
        complete(request, line);
        ScenarioResponses.answer(record, request, line);
        return record;
    }

    private void put(ObjectNode request, String field, String word, ScenarioLine line) {
        if (field.equals("own")) {
            request.put("policyArn", line.policyArn("own/" + word));
        } else if (field.equals("policyArn") || field.equals("permissionsBoundary")) {
            request.put(field, line.policyArn(word));
        } else if (DOCUMENTS.contains(field)) {
            request.put(field, documents.text(word, line));
        } else if (!field.equals("-") && !word.equals("(caller)")) {
            request.put(field, word);
        }
    }

    private static void complete(ObjectNode request, ScenarioLine line) {
        switch (line.verb()) {
            case "create-policy-version" -> {
                // AWS leaves it away where the caller did.
                if (line.words().contains("default")) {
                    request.put("setAsDefault", true);
                }
            }
            case "activate-key" -> request.put("status", "Active");
            case "deactivate-key" -> request.put("status", "Inactive");
            case "create-login", "update-login" -> request.put("passwordResetRequired", false);
            case "create-service-credential" -> request.put("serviceName", "codecommit.amazonaws.com");
            case "deactivate-mfa" -> request.put("serialNumber", line.arn("mfa", "/", line.word(1)));
            default -> {
                // the words say all
            }
        }
    }

    /** What real records differ in. */
    private static void quirks(ObjectNode record, ScenarioLine line) {
        if (line.id().equals("none") || line.hasQuirk("no-event-id")) {
            record.remove("eventID");
        }
        if (line.hasQuirk("no-recipient")) {
            record.remove("recipientAccountId");
        }
        if (line.hasQuirk("no-read-only")) {
            record.remove(List.of("readOnly", "managementEvent", "eventCategory"));
        }
        if (line.hasQuirk("string-read-only")) {
            record.put("readOnly", "false");
        }
        if (line.hasQuirk("string-parameters")) {
            record.put("requestParameters", record.path("requestParameters").toString());
        }
        if (line.hasOption("version")) {
            record.put("eventVersion", line.option("version", ""));
        }
        if (line.hasQuirk("milliseconds")) {
            record.put("eventTime", Instant.ofEpochSecond(line.second()).plusMillis(987).toString());
        }
        if (line.hasQuirk("blank-in-time")) {
            record.put("eventTime", line.time().replace('T', ' ').replace("Z", ""));
        }
    }
}

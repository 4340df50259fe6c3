package io.iamwatch.detector.policy;

import java.util.Locale;

/**
 * The calls that bear on a grade. What a policy says of any other is read only for whether it allows everything.
 */
enum Action {
    // @formatter:off
    PUT_USER_POLICY("iam:PutUserPolicy"),
    ATTACH_USER_POLICY("iam:AttachUserPolicy"),
    DELETE_USER_POLICY("iam:DeleteUserPolicy"),
    DETACH_USER_POLICY("iam:DetachUserPolicy"),
    PUT_USER_BOUNDARY("iam:PutUserPermissionsBoundary"),
    DELETE_USER_BOUNDARY("iam:DeleteUserPermissionsBoundary"),
    PUT_GROUP_POLICY("iam:PutGroupPolicy"),
    ATTACH_GROUP_POLICY("iam:AttachGroupPolicy"),
    DELETE_GROUP_POLICY("iam:DeleteGroupPolicy"),
    DETACH_GROUP_POLICY("iam:DetachGroupPolicy"),
    ADD_USER_TO_GROUP("iam:AddUserToGroup"),
    REMOVE_USER_FROM_GROUP("iam:RemoveUserFromGroup"),
    CREATE_POLICY_VERSION("iam:CreatePolicyVersion"),
    SET_DEFAULT_POLICY_VERSION("iam:SetDefaultPolicyVersion"),
    CREATE_ROLE("iam:CreateRole"),
    UPDATE_ASSUME_ROLE_POLICY("iam:UpdateAssumeRolePolicy"),
    PUT_ROLE_POLICY("iam:PutRolePolicy"),
    ATTACH_ROLE_POLICY("iam:AttachRolePolicy"),
    DELETE_ROLE_POLICY("iam:DeleteRolePolicy"),
    DETACH_ROLE_POLICY("iam:DetachRolePolicy"),
    PUT_ROLE_BOUNDARY("iam:PutRolePermissionsBoundary"),
    DELETE_ROLE_BOUNDARY("iam:DeleteRolePermissionsBoundary"),
    CREATE_ACCESS_KEY("iam:CreateAccessKey"),
    CREATE_LOGIN_PROFILE("iam:CreateLoginProfile"),
    UPDATE_LOGIN_PROFILE("iam:UpdateLoginProfile"),
    PASS_ROLE("iam:PassRole"),
    ASSUME_ROLE("sts:AssumeRole"),
    LAMBDA_CREATE_FUNCTION("lambda:CreateFunction"),
    LAMBDA_UPDATE_FUNCTION_CODE("lambda:UpdateFunctionCode"),
    EC2_RUN_INSTANCES("ec2:RunInstances"),
    EC2_REQUEST_SPOT_INSTANCES("ec2:RequestSpotInstances"),
    EC2_REQUEST_SPOT_FLEET("ec2:RequestSpotFleet"),
    EC2_ASSOCIATE_PROFILE("ec2:AssociateIamInstanceProfile"),
    EC2_REPLACE_PROFILE("ec2:ReplaceIamInstanceProfileAssociation"),
    CLOUDFORMATION_CREATE_STACK("cloudformation:CreateStack"),
    CLOUDFORMATION_UPDATE_STACK("cloudformation:UpdateStack"),
    CLOUDFORMATION_CREATE_STACK_SET("cloudformation:CreateStackSet"),
    CLOUDFORMATION_UPDATE_STACK_SET("cloudformation:UpdateStackSet"),
    CLOUDFORMATION_CREATE_CHANGE_SET("cloudformation:CreateChangeSet"),
    CLOUDFORMATION_EXECUTE_CHANGE_SET("cloudformation:ExecuteChangeSet"),
    GLUE_CREATE_JOB("glue:CreateJob"),
    GLUE_UPDATE_JOB("glue:UpdateJob"),
    GLUE_CREATE_DEV_ENDPOINT("glue:CreateDevEndpoint"),
    GLUE_CREATE_SESSION("glue:CreateSession"),
    SAGEMAKER_CREATE_NOTEBOOK("sagemaker:CreateNotebookInstance"),
    SAGEMAKER_CREATE_TRAINING("sagemaker:CreateTrainingJob"),
    SAGEMAKER_CREATE_PROCESSING("sagemaker:CreateProcessingJob"),
    CODEBUILD_CREATE_PROJECT("codebuild:CreateProject"),
    CODEBUILD_UPDATE_PROJECT("codebuild:UpdateProject"),
    ECS_RUN_TASK("ecs:RunTask"),
    ECS_REGISTER_TASK("ecs:RegisterTaskDefinition"),
    ECS_START_TASK("ecs:StartTask"),
    ECS_CREATE_SERVICE("ecs:CreateService"),
    SSM_SEND_COMMAND("ssm:SendCommand"),
    SSM_START_SESSION("ssm:StartSession"),
    SSM_START_AUTOMATION("ssm:StartAutomationExecution"),
    SSM_CREATE_ASSOCIATION("ssm:CreateAssociation"),
    STATES_CREATE_MACHINE("states:CreateStateMachine"),
    STATES_UPDATE_MACHINE("states:UpdateStateMachine"),
    DATAPIPELINE_CREATE_PIPELINE("datapipeline:CreatePipeline"),
    DATAPIPELINE_PUT_DEFINITION("datapipeline:PutPipelineDefinition"),
    APPRUNNER_CREATE_SERVICE("apprunner:CreateService"),
    AGENTCORE_CREATE_INTERPRETER("bedrock-agentcore:CreateCodeInterpreter"),
    AGENTCORE_CREATE_RUNTIME("bedrock-agentcore:CreateAgentRuntime"),
    AUTOSCALING_CREATE_CONFIGURATION("autoscaling:CreateLaunchConfiguration"),
    AUTOSCALING_CREATE_GROUP("autoscaling:CreateAutoScalingGroup"),
    BATCH_REGISTER_JOB("batch:RegisterJobDefinition"),
    BATCH_SUBMIT_JOB("batch:SubmitJob"),
    EMR_RUN_JOB_FLOW("elasticmapreduce:RunJobFlow"),
    EMR_SERVERLESS_START_JOB("emr-serverless:StartJobRun"),
    IMAGEBUILDER_CREATE_INFRASTRUCTURE("imagebuilder:CreateInfrastructureConfiguration"),
    CODEPIPELINE_CREATE_PIPELINE("codepipeline:CreatePipeline"),
    CODESTAR_CREATE_PROJECT("codestar:CreateProject"),
    IOT_CREATE_TOPIC_RULE("iot:CreateTopicRule"),
    SCHEDULER_CREATE_SCHEDULE("scheduler:CreateSchedule"),
    PIPES_CREATE_PIPE("pipes:CreatePipe"),
    EVENTS_PUT_TARGETS("events:PutTargets"),
    GREENGRASS_CREATE_DEPLOYMENT("greengrass:CreateDeployment"),
    ROBOMAKER_CREATE_SIMULATION("robomaker:CreateSimulationJob"),
    BRAKET_CREATE_JOB("braket:CreateJob"),
    SSO_CREATE_ASSIGNMENT("sso:CreateAccountAssignment"),
    SSO_ATTACH_MANAGED("sso:AttachManagedPolicyToPermissionSet"),
    SSO_ATTACH_CUSTOMER("sso:AttachCustomerManagedPolicyReferenceToPermissionSet"),
    SSO_PUT_INLINE("sso:PutInlinePolicyToPermissionSet"),
    DIRECTORY_ADD_MEMBER("sso-directory:AddMemberToGroup"),
    DIRECTORY_CREATE_USER("sso-directory:CreateUser"),
    DIRECTORY_UPDATE_PASSWORD("sso-directory:UpdatePassword"),
    IDENTITYSTORE_ADD_MEMBER("identitystore:CreateGroupMembership"),
    IDENTITYSTORE_CREATE_USER("identitystore:CreateUser"),
    IDENTITYSTORE_UPDATE_USER("identitystore:UpdateUser");
    // @formatter:on

    private final String name;

    Action(String spelling) {
        this.name = spelling.toLowerCase(Locale.ROOT);
    }

    /** Returns its name in lower case, as patterns of actions are compared. */
    String lowerCaseName() {
        return name;
    }

    boolean isOfIam() {
        return name.startsWith("iam:");
    }

    /** Returns whether a request of this call carries the key {@code iam:PolicyARN}. */
    boolean namesManagedPolicy() {
        return this == ATTACH_USER_POLICY || this == ATTACH_GROUP_POLICY || this == ATTACH_ROLE_POLICY
                || this == DETACH_USER_POLICY || this == DETACH_GROUP_POLICY || this == DETACH_ROLE_POLICY;
    }
}

package io.iamwatch.detector.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A service that runs what its caller writes, with a role that the caller passes to it.
 *
 * @param services its principals, as {@code iam:PassedToService} has them
 * @param actions any of which is enough
 */
record Compute(Set<String> services, Set<Action> actions) {

    static final List<Compute> ALL = List.of(
            new Compute(Set.of("lambda.amazonaws.com"), EnumSet.of(Action.LAMBDA_CREATE_FUNCTION)),
            new Compute(Set.of("ec2.amazonaws.com", "ec2.amazonaws.com.cn"),
                    EnumSet.of(Action.EC2_RUN_INSTANCES, Action.EC2_REQUEST_SPOT_INSTANCES,
                            Action.EC2_REQUEST_SPOT_FLEET, Action.EC2_ASSOCIATE_PROFILE, Action.EC2_REPLACE_PROFILE,
                            Action.AUTOSCALING_CREATE_CONFIGURATION, Action.AUTOSCALING_CREATE_GROUP,
                            Action.IMAGEBUILDER_CREATE_INFRASTRUCTURE)),
            new Compute(Set.of("cloudformation.amazonaws.com"),
                    EnumSet.of(Action.CLOUDFORMATION_CREATE_STACK, Action.CLOUDFORMATION_UPDATE_STACK,
                            Action.CLOUDFORMATION_CREATE_STACK_SET, Action.CLOUDFORMATION_UPDATE_STACK_SET,
                            Action.CLOUDFORMATION_CREATE_CHANGE_SET)),
            new Compute(Set.of("glue.amazonaws.com"),
                    EnumSet.of(Action.GLUE_CREATE_JOB, Action.GLUE_UPDATE_JOB, Action.GLUE_CREATE_DEV_ENDPOINT,
                            Action.GLUE_CREATE_SESSION)),
            new Compute(Set.of("sagemaker.amazonaws.com"),
                    EnumSet.of(Action.SAGEMAKER_CREATE_NOTEBOOK, Action.SAGEMAKER_CREATE_TRAINING,
                            Action.SAGEMAKER_CREATE_PROCESSING)),
            new Compute(Set.of("codebuild.amazonaws.com"),
                    EnumSet.of(Action.CODEBUILD_CREATE_PROJECT, Action.CODEBUILD_UPDATE_PROJECT)),
            new Compute(Set.of("ecs-tasks.amazonaws.com"),
                    EnumSet.of(Action.ECS_RUN_TASK, Action.ECS_REGISTER_TASK, Action.ECS_START_TASK,
                            Action.ECS_CREATE_SERVICE, Action.BATCH_REGISTER_JOB, Action.BATCH_SUBMIT_JOB)),
            new Compute(Set.of("ssm.amazonaws.com"),
                    EnumSet.of(Action.SSM_START_AUTOMATION, Action.SSM_CREATE_ASSOCIATION, Action.SSM_SEND_COMMAND)),
            new Compute(Set.of("states.amazonaws.com"),
                    EnumSet.of(Action.STATES_CREATE_MACHINE, Action.STATES_UPDATE_MACHINE)),
            new Compute(Set.of("datapipeline.amazonaws.com", "elasticmapreduce.amazonaws.com", "ec2.amazonaws.com"),
                    EnumSet.of(Action.DATAPIPELINE_CREATE_PIPELINE, Action.DATAPIPELINE_PUT_DEFINITION)),
            new Compute(Set.of("tasks.apprunner.amazonaws.com", "build.apprunner.amazonaws.com"),
                    EnumSet.of(Action.APPRUNNER_CREATE_SERVICE)),
            new Compute(Set.of("bedrock-agentcore.amazonaws.com"),
                    EnumSet.of(Action.AGENTCORE_CREATE_INTERPRETER, Action.AGENTCORE_CREATE_RUNTIME)),
            new Compute(Set.of("elasticmapreduce.amazonaws.com", "ec2.amazonaws.com"),
                    EnumSet.of(Action.EMR_RUN_JOB_FLOW)),
            new Compute(Set.of("emr-serverless.amazonaws.com"), EnumSet.of(Action.EMR_SERVERLESS_START_JOB)),
            new Compute(Set.of("codepipeline.amazonaws.com"), EnumSet.of(Action.CODEPIPELINE_CREATE_PIPELINE)),
            new Compute(Set.of("codestar.amazonaws.com"), EnumSet.of(Action.CODESTAR_CREATE_PROJECT)),
            new Compute(Set.of("iot.amazonaws.com"), EnumSet.of(Action.IOT_CREATE_TOPIC_RULE)),
            new Compute(Set.of("scheduler.amazonaws.com"), EnumSet.of(Action.SCHEDULER_CREATE_SCHEDULE)),
            new Compute(Set.of("pipes.amazonaws.com"), EnumSet.of(Action.PIPES_CREATE_PIPE)),
            new Compute(Set.of("events.amazonaws.com"), EnumSet.of(Action.EVENTS_PUT_TARGETS)),
            new Compute(Set.of("greengrass.amazonaws.com"), EnumSet.of(Action.GREENGRASS_CREATE_DEPLOYMENT)),
            new Compute(Set.of("robomaker.amazonaws.com"), EnumSet.of(Action.ROBOMAKER_CREATE_SIMULATION)),
            new Compute(Set.of("braket.amazonaws.com"), EnumSet.of(Action.BRAKET_CREATE_JOB)));
}

# trail -> log group -> subscription -> Kinesis
locals {
  by_logs        = var.source_of_events == "cloudwatch-logs"
  make_log_group = local.by_logs && var.create_trail
  log_group_name = local.make_log_group ? aws_cloudwatch_log_group.trail[0].name : var.log_group_name
}

resource "aws_cloudwatch_log_group" "trail" {
  count             = local.make_log_group ? 1 : 0
  name              = "/${var.name}/cloudtrail"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

data "aws_iam_policy_document" "cloudtrail_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }
}

resource "aws_iam_role" "trail_to_logs" {
  count              = local.make_log_group ? 1 : 0
  name               = "${var.name}-trail-to-logs"
  assume_role_policy = data.aws_iam_policy_document.cloudtrail_assumes.json
  tags               = var.tags
}

data "aws_iam_policy_document" "trail_to_logs" {
  count = local.make_log_group ? 1 : 0

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.trail[0].arn}:log-stream:*"]
  }
}

resource "aws_iam_role_policy" "trail_to_logs" {
  count  = local.make_log_group ? 1 : 0
  name   = "write-log-streams"
  role   = aws_iam_role.trail_to_logs[0].id
  policy = data.aws_iam_policy_document.trail_to_logs[0].json
}

data "aws_iam_policy_document" "logs_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:logs:${data.aws_region.current.region}:${local.account}:*"]
    }
  }
}

resource "aws_iam_role" "logs_to_kinesis" {
  count              = local.by_logs ? 1 : 0
  name               = "${var.name}-logs-to-kinesis"
  assume_role_policy = data.aws_iam_policy_document.logs_assume.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "logs_to_kinesis" {
  count  = local.by_logs ? 1 : 0
  name   = "put-records"
  role   = aws_iam_role.logs_to_kinesis[0].id
  policy = data.aws_iam_policy_document.writer.json
}

# Everything: what matters is decided by ingest, and a pattern here would hide what it does not name.
resource "aws_cloudwatch_log_subscription_filter" "to_kinesis" {
  count           = local.by_logs ? 1 : 0
  name            = "${var.name}-to-kinesis"
  log_group_name  = local.log_group_name
  filter_pattern  = ""
  destination_arn = aws_kinesis_stream.cloudtrail.arn
  role_arn        = aws_iam_role.logs_to_kinesis[0].arn

  # CloudWatch Logs puts a test record when the subscription is made.
  depends_on = [aws_iam_role_policy.logs_to_kinesis]

  lifecycle {
    precondition {
      condition     = local.log_group_name != null
      error_message = "With create_trail = false and cloudwatch-logs, log_group_name names the trail's log group."
    }
  }
}

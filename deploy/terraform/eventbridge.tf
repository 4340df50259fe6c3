# trail -> EventBridge -> Kinesis
locals {
  by_events = var.source_of_events == "eventbridge"
}

resource "aws_cloudwatch_event_rule" "cloudtrail" {
  count       = local.by_events ? 1 : 0
  name        = "${var.name}-cloudtrail"
  description = "Every call and sign-in that CloudTrail records."
  tags        = var.tags

  event_pattern = jsonencode({
    detail-type = [
      "AWS API Call via CloudTrail",
      "AWS Console Sign In via CloudTrail",
      "AWS Service Event via CloudTrail",
    ]
  })
}

data "aws_iam_policy_document" "events_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "events_to_kinesis" {
  count              = local.by_events ? 1 : 0
  name               = "${var.name}-events-to-kinesis"
  assume_role_policy = data.aws_iam_policy_document.events_assume.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "events_to_kinesis" {
  count  = local.by_events ? 1 : 0
  name   = "put-records"
  role   = aws_iam_role.events_to_kinesis[0].id
  policy = data.aws_iam_policy_document.writer.json
}

resource "aws_cloudwatch_event_target" "kinesis" {
  count    = local.by_events ? 1 : 0
  rule     = aws_cloudwatch_event_rule.cloudtrail[0].name
  arn      = aws_kinesis_stream.cloudtrail.arn
  role_arn = aws_iam_role.events_to_kinesis[0].arn

  # An account's records stay in their order.
  kinesis_target {
    partition_key_path = "$.account"
  }
}

check "region_of_iam_events" {
  assert {
    condition     = !local.by_events || local.partition != "aws" || data.aws_region.current.region == "us-east-1"
    error_message = "EventBridge gets IAM's events in us-east-1 only: in this region the detector would see none of them."
  }
}

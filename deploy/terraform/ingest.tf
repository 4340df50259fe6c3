# All that the connector asks of AWS. A test compares the actions with the calls in its code.
data "aws_iam_policy_document" "ingest" {
  statement {
    sid = "Poll"
    actions = [
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ]
    resources = [aws_kinesis_stream.cloudtrail.arn]
  }

  dynamic "statement" {
    for_each = var.enhanced_fan_out ? [aws_kinesis_stream.cloudtrail.arn] : []
    content {
      sid = "RegisterForFanOut"
      actions = [
        "kinesis:DescribeStreamConsumer",
        "kinesis:RegisterStreamConsumer",
      ]
      resources = [statement.value, "${statement.value}/consumer/*"]
    }
  }

  dynamic "statement" {
    for_each = var.enhanced_fan_out ? [aws_kinesis_stream.cloudtrail.arn] : []
    content {
      sid       = "ReadByFanOut"
      actions   = ["kinesis:SubscribeToShard"]
      resources = ["${statement.value}/consumer/*"]
    }
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]
    content {
      sid       = "DecryptWithOwnKey"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_policy" "ingest" {
  name        = "${var.name}-ingest"
  description = "What iamwatch's Kinesis connector needs, and nothing else."
  policy      = data.aws_iam_policy_document.ingest.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "ingest" {
  count      = var.ingest_role_name == null ? 0 : 1
  role       = var.ingest_role_name
  policy_arn = aws_iam_policy.ingest.arn
}

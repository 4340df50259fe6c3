resource "aws_kinesis_stream" "cloudtrail" {
  name             = var.name
  shard_count      = var.shard_count
  retention_period = var.stream_retention_hours
  encryption_type  = "KMS"
  kms_key_id       = coalesce(var.kms_key_arn, "alias/aws/kinesis")
  tags             = var.tags

  stream_mode_details {
    stream_mode = var.shard_count == null ? "ON_DEMAND" : "PROVISIONED"
  }
}

# What may write into the stream: CloudWatch Logs or EventBridge, whichever is the source.
data "aws_iam_policy_document" "writer" {
  statement {
    sid       = "PutRecords"
    actions   = ["kinesis:PutRecord", "kinesis:PutRecords"]
    resources = [aws_kinesis_stream.cloudtrail.arn]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]
    content {
      sid       = "EncryptWithOwnKey"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

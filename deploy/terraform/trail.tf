locals {
  partition  = data.aws_partition.current.partition
  account    = data.aws_caller_identity.current.account_id
  trail_name = "${var.name}-trail"

  # By name: the bucket's policy has to stand before the trail exists.
  trail_arn    = "arn:${local.partition}:cloudtrail:${data.aws_region.current.region}:${local.account}:trail/${local.trail_name}"
  trail_bucket = "${var.name}-trail-${local.account}"
}

resource "aws_cloudtrail" "all_regions" {
  count = var.create_trail ? 1 : 0

  name                          = local.trail_name
  s3_bucket_name                = aws_s3_bucket.trail[0].id
  is_multi_region_trail         = true
  is_organization_trail         = var.organization_trail
  include_global_service_events = true
  enable_log_file_validation    = true
  cloud_watch_logs_group_arn    = local.by_logs ? "${aws_cloudwatch_log_group.trail[0].arn}:*" : null
  cloud_watch_logs_role_arn     = local.by_logs ? aws_iam_role.trail_to_logs[0].arn : null
  tags                          = var.tags

  depends_on = [aws_s3_bucket_policy.trail, aws_iam_role_policy.trail_to_logs]

  lifecycle {
    precondition {
      condition     = !var.organization_trail || var.organization_id != null
      error_message = "organization_trail needs organization_id."
    }
  }
}

# A trail cannot be without a bucket. It is also the archive that backfill reads.
resource "aws_s3_bucket" "trail" {
  count  = var.create_trail ? 1 : 0
  bucket = local.trail_bucket
  tags   = var.tags
}

resource "aws_s3_bucket_public_access_block" "trail" {
  count                   = var.create_trail ? 1 : 0
  bucket                  = aws_s3_bucket.trail[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "trail" {
  count  = var.create_trail ? 1 : 0
  bucket = aws_s3_bucket.trail[0].id
  policy = data.aws_iam_policy_document.trail_bucket[0].json

  depends_on = [aws_s3_bucket_public_access_block.trail]
}

data "aws_iam_policy_document" "trail_bucket" {
  count = var.create_trail ? 1 : 0

  statement {
    sid       = "CloudTrailAsksForTheAcl"
    actions   = ["s3:GetBucketAcl"]
    resources = [aws_s3_bucket.trail[0].arn]

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

  statement {
    sid     = "CloudTrailWrites"
    actions = ["s3:PutObject"]
    resources = [
      for owner in compact([local.account, var.organization_trail ? var.organization_id : ""]) :
      "${aws_s3_bucket.trail[0].arn}/AWSLogs/${owner}/*"
    ]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.trail[0].arn, "${aws_s3_bucket.trail[0].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

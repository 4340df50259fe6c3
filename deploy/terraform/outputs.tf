output "stream_name" {
  description = "For kinesis.streams of the connector."
  value       = aws_kinesis_stream.cloudtrail.name
}

output "region" {
  description = "For kinesis.region of the connector."
  value       = data.aws_region.current.region
}

output "stream_arn" {
  description = "The stream."
  value       = aws_kinesis_stream.cloudtrail.arn
}

output "ingest_policy_arn" {
  description = "The policy for whoever runs the connector."
  value       = aws_iam_policy.ingest.arn
}

output "trail_bucket" {
  description = "The created trail's archive, which backfill can read; null without a created trail."
  value       = var.create_trail ? aws_s3_bucket.trail[0].id : null
}

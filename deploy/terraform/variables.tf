variable "name" {
  description = "Name of the stream, and the beginning of every other name."
  type        = string
  default     = "iamwatch"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,30}$", var.name))
    error_message = "Lower-case letters, digits and hyphens, 2 to 31 of them: it becomes part of a bucket's name."
  }
}

variable "source_of_events" {
  description = "How CloudTrail records come to Kinesis: cloudwatch-logs (every record, also of data events that the trail has) or eventbridge (management events that change something; of IAM in us-east-1 only)."
  type        = string
  default     = "cloudwatch-logs"

  validation {
    condition     = contains(["cloudwatch-logs", "eventbridge"], var.source_of_events)
    error_message = "Allowed: cloudwatch-logs, eventbridge."
  }
}

variable "create_trail" {
  description = "Whether to create a trail of all regions, with its bucket. False where there is one: then log_group_name names its log group, or EventBridge is the source and the trail need not be named."
  type        = bool
  default     = true
}

variable "log_group_name" {
  description = "The log group of the trail that exists already. Only with create_trail = false and cloudwatch-logs."
  type        = string
  default     = null
}

variable "organization_trail" {
  description = "Whether the trail is one of the whole organisation. Only from its management account."
  type        = bool
  default     = false
}

variable "organization_id" {
  description = "The organisation's id (o-…), needed with organization_trail: the bucket lets in the records of its accounts."
  type        = string
  default     = null
}

variable "shard_count" {
  description = "Shards of the stream; null for on-demand capacity, which splits and merges by itself. A shard takes 1 MiB and 1,000 records a second."
  type        = number
  default     = null
}

variable "stream_retention_hours" {
  description = "How long Kinesis keeps records: the longest time that ingest may be away without a loss. 24 to 8760."
  type        = number
  default     = 168

  validation {
    condition     = var.stream_retention_hours >= 24 && var.stream_retention_hours <= 8760
    error_message = "From 24 to 8760 hours."
  }
}

variable "kms_key_arn" {
  description = "A key of your own for the stream; null for AWS's key alias/aws/kinesis."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long the created log group keeps records. They only pass through it."
  type        = number
  default     = 7
}

variable "enhanced_fan_out" {
  description = "Whether ingest may read by enhanced fan-out: the lowest delay, and its own share of each shard, for a price."
  type        = bool
  default     = false
}

variable "ingest_role_name" {
  description = "The role that the Connect workers run under; the policy is attached to it. Null to attach it yourself."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything that has tags."
  type        = map(string)
  default     = {}
}

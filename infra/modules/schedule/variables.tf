variable "name" {
  description = "Name of the schedule and of its group; the role is <name>-schedule. Lower-case letters, digits and hyphens, 2 to 50 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name))
    error_message = "Give a name of 2 to 50 lower-case letters, digits and hyphens that starts with a letter and does not end with a hyphen."
  }
}

variable "description" {
  description = "What the schedule is for, in one sentence. At most 512 characters."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.description) >= 1 && length(var.description) <= 512
    error_message = "Describe the schedule in 1 to 512 characters."
  }
}

variable "schedule_expression" {
  description = "When the function is invoked: rate(1 minute), rate(5 minutes), or cron(...) in UTC."
  type        = string
  nullable    = false

  # at(...) runs once, and every later apply would be refused because its time has passed.
  validation {
    condition     = can(regex("^(rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)|cron\\([^ ()]+( [^ ()]+){5}\\))$", var.schedule_expression))
    error_message = "Give rate(1 minute) and the like, with the plural from 2 on, or cron(...) with six fields."
  }
}

variable "target_alias_arn" {
  description = "ARN of the alias of the function that is invoked: arn:...:function:<name>:<alias>."
  type        = string
  nullable    = false

  # A permission on the function would cover every version of it.
  validation {
    condition     = can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+:[A-Za-z0-9_-]*[A-Za-z_-][A-Za-z0-9_-]*$", var.target_alias_arn))
    error_message = "Give the ARN of an alias, arn:...:function:<name>:<alias>, not of the function or of a version."
  }
}

variable "input" {
  description = "Input of the function: a JSON text."
  type        = string
  nullable    = false

  validation {
    condition     = can(jsondecode(var.input))
    error_message = "Give a JSON text: use jsonencode()."
  }
}

variable "dead_letter_queue_arn" {
  description = "ARN of the SQS queue, encrypted with the key, that keeps invocations that could not be started. Scheduler does not support FIFO queues."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.dead_letter_queue_arn))
    error_message = "Give the ARN of a standard SQS queue."
  }
}

variable "retry_policy" {
  description = "How long (60 to 86400 seconds) and how often (0 to 185 times) Scheduler tries again to start one invocation."
  type = object({
    maximum_event_age_seconds = number
    maximum_attempts          = number
  })
  nullable = false

  validation {
    condition = (
      var.retry_policy.maximum_event_age_seconds >= 60 && var.retry_policy.maximum_event_age_seconds <= 86400 &&
      floor(var.retry_policy.maximum_event_age_seconds) == var.retry_policy.maximum_event_age_seconds
    )
    error_message = "retry_policy.maximum_event_age_seconds: give a whole number of seconds from 60 to 86400."
  }

  validation {
    condition = (
      var.retry_policy.maximum_attempts >= 0 && var.retry_policy.maximum_attempts <= 185 &&
      floor(var.retry_policy.maximum_attempts) == var.retry_policy.maximum_attempts
    )
    error_message = "retry_policy.maximum_attempts: give a whole number from 0 to 185."
  }
}

variable "kms_key_arn" {
  description = "ARN of the customer-managed key of the schedule and of its dead-letter queue."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "Give the ARN of a KMS key (arn:...:key/...), not an alias."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::[0-9]{12}:policy/.+$", var.permissions_boundary_arn))
    error_message = "Give the ARN of an IAM policy of an account; an AWS managed policy cannot be the boundary."
  }
}

variable "enabled" {
  description = "Whether there is a schedule. Group and role exist in either case."
  type        = bool
  default     = true
  nullable    = false
}

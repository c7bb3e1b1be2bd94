variable "name" {
  description = "Name of the AppConfig application, and the start of the names of what belongs to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.name))
    error_message = "name must be 1 to 32 lower-case letters, digits and hyphens, and start with a letter."
  }
}

variable "environment" {
  description = "Name of the environment that the flags are deployed to, such as dev."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.environment))
    error_message = "environment must be 1 to 32 lower-case letters, digits and hyphens, and start with a letter."
  }
}

variable "is_production" {
  description = "Whether this is production, where only released flags may be on."
  type        = bool
  nullable    = false
}

variable "flags" {
  description = "The flags by their keys: what each is for (for people, up to 1,024 characters), and whether it is on."
  type = map(object({
    description = string
    enabled     = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.flags) : can(regex("^[a-z][a-zA-Z0-9_-]{0,63}$", key))])
    error_message = "The key of a flag must be 1 to 64 letters, digits, hyphens and underscores, and start with a lower-case letter."
  }

  validation {
    condition     = alltrue([for flag in values(var.flags) : flag.enabled != null && length(trimspace(coalesce(flag.description, " "))) > 0 && length(coalesce(flag.description, " ")) <= 1024])
    error_message = "Every flag needs a description of 1 to 1,024 characters, and to be on or off."
  }

  validation {
    condition     = !var.is_production || alltrue([for key, flag in var.flags : !coalesce(flag.enabled, false) || contains(var.released, key)])
    error_message = "In production a flag may be on only when it is released: list it in released, or turn it off. On, and not released: ${join(", ", [for key, flag in var.flags : key if coalesce(flag.enabled, false) && !contains(var.released, key)])}."
  }

  validation {
    condition     = alltrue([for key in var.released : contains(keys(var.flags), key)])
    error_message = "released names flags that are not in flags: ${join(", ", setsubtract(var.released, keys(var.flags)))}."
  }
}

variable "released" {
  description = "Keys of the flags that may be on in production."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "rollout" {
  description = "How a change reaches those who read the flags: over `minutes` (0 to 1,440), by `step_percent` of them at a time (1 to 100); then it is watched for `bake_minutes` (0 to 1,440), in which an alarm still takes it back."
  type = object({
    minutes      = optional(number, 10)
    step_percent = optional(number, 20)
    bake_minutes = optional(number, 10)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for minutes in [var.rollout.minutes, var.rollout.bake_minutes] : minutes >= 0 && minutes <= 1440 && floor(minutes) == minutes])
    error_message = "rollout.minutes and rollout.bake_minutes must be whole numbers from 0 to 1440."
  }

  validation {
    condition     = var.rollout.step_percent >= 1 && var.rollout.step_percent <= 100
    error_message = "rollout.step_percent must be from 1 to 100."
  }

  validation {
    condition     = !var.is_production || (var.rollout.minutes > 0 && var.rollout.step_percent <= 50 && var.rollout.bake_minutes > 0)
    error_message = "In production a change must be gradual: rollout.minutes and rollout.bake_minutes above 0, rollout.step_percent at most 50."
  }
}

variable "alarm_arns" {
  description = "ARNs of the CloudWatch metric alarms (up to five, not composite ones) that revert a change during its rollout."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.alarm_arns) <= 5
    error_message = "AppConfig watches up to five alarms: give fewer alarm_arns."
  }

  validation {
    condition     = alltrue([for arn in var.alarm_arns : can(regex("^arn:[^:]+:cloudwatch:[^:]+:[0-9]{12}:", arn))])
    error_message = "alarm_arns must be ARNs of CloudWatch alarms (arn:aws:cloudwatch:<region>:<account>:alarm:<name>)."
  }
}

variable "kms_key_arn" {
  description = "ARN of the customer-managed KMS key that encrypts the flags where AppConfig keeps them."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:", var.kms_key_arn)) && !strcontains(var.kms_key_arn, ":alias/")
    error_message = "kms_key_arn must be the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>), not its alias or id."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role of the account."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:iam::[0-9]{12}:policy/", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy (arn:aws:iam::<account>:policy/<name>)."
  }
}

variable "name" {
  description = "Name of the event bus and the dashboard, prefix of the rest: 2 to 50 lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name)) && !startswith(var.name, "aws") && var.name != "default"
    error_message = "Give 2 to 50 lower-case letters, digits and hyphens that start with a letter, and not with aws; default is taken."
  }
}

variable "source_account_ids" {
  description = "Ids (12 digits) of the accounts that may send events: the environments'. This account's own come without."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.source_account_ids) > 0 && alltrue([for id in var.source_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Name at least one account, each by its 12 digits. A wildcard would let every account of AWS write here."
  }
}

variable "alarm_actions" {
  description = "ARNs of the SNS topics (1 to 5) that are notified when an event could not be logged."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.alarm_actions) > 0 && alltrue([for arn in var.alarm_actions : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", arn))])
    error_message = "Give the ARN of at least one topic: arn:aws:sns:<region>:<account>:<name>."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that the bus and the log are encrypted with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "Give the ARN of a key, not of an alias: arn:aws:kms:<region>:<account>:key/<id>."
  }
}

variable "log_retention_days" {
  description = "Days that the events are kept; one of the numbers that CloudWatch Logs accepts. Metrics are always kept for 15 months."
  type        = number
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

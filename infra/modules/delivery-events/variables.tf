variable "name" {
  description = "Prefix of the rules and of the role: 2 to 40 lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "Give 2 to 40 lower-case letters, digits and hyphens that start with a letter."
  }
}

variable "bus_arn" {
  description = "ARN of the event bus of delivery-metrics, in the tooling account."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._/-]+$", var.bus_arn)) && !endswith(var.bus_arn, "event-bus/default")
    error_message = "Give the ARN of delivery-metrics' own bus: arn:aws:events:<region>:<account>:event-bus/<name>."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:policy/", var.permissions_boundary_arn))
    error_message = "Give the ARN of an IAM policy."
  }
}

variable "alarm_actions" {
  description = "ARNs of the SNS topics (1 to 5) that are notified when an event could not be sent."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.alarm_actions) > 0 && alltrue([for arn in var.alarm_actions : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", arn))])
    error_message = "Give the ARN of at least one topic: arn:aws:sns:<region>:<account>:<name>."
  }
}

variable "name" {
  description = "Name of the alarm, 1 to 255 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^:]{1,255}$", var.name))
    error_message = "Give a name of 1 to 255 characters without a colon, not an ARN."
  }
}

variable "rules" {
  description = "The rules to watch: name, and the event bus unless it is the default one. They need at most 10 metrics: one for a rule on the default bus, two for any other."
  type = list(object({
    name           = string
    event_bus_name = optional(string, "default")
  }))
  nullable = false

  # CloudWatch's limit for an alarm on a metric math expression.
  validation {
    condition     = length(var.rules) > 0 && length(var.rules) + length([for rule in var.rules : rule if rule.event_bus_name != "default"]) <= 10
    error_message = "Name at least one rule, and no more than an alarm of 10 metrics can watch: a rule on a bus of one's own needs two."
  }
}

variable "consequence" {
  description = "What is lost when one of the rules fails: a sentence with its period, at most 300 characters. It is part of the alarm's description."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^.{1,299}\\.$", var.consequence))
    error_message = "Say in a sentence of at most 300 characters what is lost."
  }
}

variable "alarm_actions" {
  description = "ARNs of the SNS topics (at most 5) that are notified when the alarm goes off and when it returns to OK."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.alarm_actions) > 0 && length(var.alarm_actions) <= 5
    error_message = "Name 1 to 5 topics: an alarm that notifies nobody is as silent as the rule that it watches."
  }
}

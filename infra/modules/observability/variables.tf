variable "name" {
  description = "Prefix of the names of the topic, the alarms and the dashboard: lower-case letters, digits, hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,47}$", var.name))
    error_message = "Start with a letter; take 2 to 48 lower-case letters, digits and hyphens."
  }
}

variable "functions" {
  description = "The functions to watch, keyed by what they are (vanity-convert, approval-sweep, ...): the key decides which alarms and metrics there are."
  type = map(object({
    function_name  = string
    alias_name     = string
    log_group_name = string
  }))
  nullable = false

  validation {
    condition     = length(var.functions) > 0
    error_message = "Name at least one function: without one there is nothing to watch."
  }
}

variable "failure_queues" {
  description = "Names of the queues of failed messages. Each message there needs a person."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(distinct(var.failure_queues)) == length(var.failure_queues) && alltrue([for name in var.failure_queues : length(name) > 0])
    error_message = "Name each queue once, by name rather than URL."
  }
}

variable "failure_age_seconds" {
  description = "How long a message may stay in such a queue before the second alarm."
  type        = number
  default     = 14400
  nullable    = false

  validation {
    condition     = var.failure_age_seconds >= 60 && var.failure_age_seconds <= 1209600
    error_message = "Take 60 seconds to 14 days, the longest that a queue keeps a message."
  }
}

variable "api_id" {
  description = "Id of the HTTP API to show on the dashboard; null for none."
  type        = string
  default     = null
}

variable "api_access_log_group_name" {
  description = "Name of the log group of that API's access log, from which requests are counted without the synthetic caller's; null for none."
  type        = string
  default     = null

  validation {
    condition     = (var.api_access_log_group_name == null) == (var.api_id == null)
    error_message = "Give api_id and api_access_log_group_name, or neither."
  }
}

variable "approvals" {
  description = "Where undelivered mail is counted, for the dashboard; null where no mail is sent. Its alarm is in the approvals module."
  type = object({
    mail_feedback = object({ metric_namespace = string, metric_name = string })
  })
  default = null

  validation {
    condition     = var.approvals == null || try(var.approvals.mail_feedback != null, false)
    error_message = "Give the approvals module's output mail_feedback, or null for approvals as a whole."
  }
}

variable "table_names" {
  description = "Names of the DynamoDB tables to watch."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(distinct(var.table_names)) == length(var.table_names)
    error_message = "Name each table once."
  }
}

variable "alarm_emails" {
  description = "Addresses that alarms are mailed to. Each must confirm its subscription."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$", address))])
    error_message = "Give plain addresses, such as on-call@example.com, without a name."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the topic. Its policy must let CloudWatch use it, or no alarm arrives."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "Give the ARN of a key: with AWS's own key for SNS no alarm arrives."
  }
}

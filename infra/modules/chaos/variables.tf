variable "name" {
  description = "Prefix of the names of the bucket, the role and the log group: lower-case letters, digits, hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,37}$", var.name))
    error_message = "Start with a letter; take 2 to 38 lower-case letters, digits and hyphens."
  }
}

variable "allows_chaos" {
  description = "Whether the environment allows fault injection, as reported by the guard module. Production and tooling do not."
  type        = bool
  nullable    = false

  validation {
    condition     = var.allows_chaos
    error_message = "This environment does not allow fault injection: leave this module out."
  }
}

variable "functions" {
  description = "The functions to inject faults into, by name."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.functions) > 0 && alltrue([for name in var.functions : can(regex("^[a-zA-Z0-9-_]{1,64}$", name))])
    error_message = "Name at least one function, without ARN, version or alias."
  }
}

variable "stop_condition_alarm_arns" {
  description = "ARNs of the CloudWatch alarms that end an experiment at once, one to five. At least one is required."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.stop_condition_alarm_arns) >= 1 && length(var.stop_condition_alarm_arns) <= 5
    error_message = "Name one to five alarms: a fault that nothing stops is an outage."
  }
  validation {
    condition     = alltrue([for arn in var.stop_condition_alarm_arns : can(regex("^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:[0-9]{12}:alarm:", arn))])
    error_message = "Give ARNs of CloudWatch alarms."
  }
}

variable "faults" {
  description = <<-EOT
    What an experiment does. `duration`: how long, ISO 8601 (PT1M to PT12H). `percentage`: of the invocations, 1 to 100.
    `delay_milliseconds`: before an invocation starts, not counted by the function's timeout. `prevents_execution`:
    whether a failed invocation does not run (true), or runs and its answer is lost (false), which tests that retries are safe.
  EOT
  type = object({
    duration           = optional(string, "PT5M")
    percentage         = optional(number, 25)
    delay_milliseconds = optional(number, 1000)
    prevents_execution = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^PT([1-9][0-9]?M|[1-9]H|1[0-2]H|([1-9]|1[01])H[1-9][0-9]?M)$", var.faults.duration))
    error_message = "Write the duration as PT5M, PT1H or PT1H30M: one minute to twelve hours."
  }
  validation {
    condition     = var.faults.percentage >= 1 && var.faults.percentage <= 100 && floor(var.faults.percentage) == var.faults.percentage
    error_message = "Take a whole percentage from 1 to 100."
  }
  validation {
    condition     = var.faults.delay_milliseconds >= 1 && var.faults.delay_milliseconds <= 900000 && floor(var.faults.delay_milliseconds) == var.faults.delay_milliseconds
    error_message = "Take a delay of 1 to 900,000 milliseconds, the longest that a function runs."
  }
}

variable "architecture" {
  description = "Architecture of the functions, for the extension: x86_64 or arm64."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "Name x86_64 or arm64."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the experiments' role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:policy/", var.permissions_boundary_arn))
    error_message = "Give the ARN of the boundary policy."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the bucket and the log."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "Give the ARN of a key."
  }
}

variable "log_retention_days" {
  description = "Days that the experiments' log is kept; one of the numbers that CloudWatch Logs accepts."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "Take one of the numbers of days that CloudWatch Logs offers, such as 30 or 365."
  }
}

variable "name" {
  description = "Name of the function, and prefix of the names of its resources. Lower-case letters, digits and hyphens, 2 to 50 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name))
    error_message = "Give a name of 2 to 50 lower-case letters, digits and hyphens that starts with a letter and does not end with a hyphen."
  }
}

variable "description" {
  description = "What the function does, in one sentence. At most 256 characters."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.description) >= 1 && length(var.description) <= 256
    error_message = "Describe the function in 1 to 256 characters."
  }
}

variable "artifact" {
  description = "The built zip: bucket, object key (lambda/<commit>/<function>.zip, or candidate/ in dev), and the base64 SHA-256 digest of the zip, as the module artifact-ref gives them."
  type = object({
    bucket      = string
    key         = string
    code_sha256 = string
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.artifact.bucket))
    error_message = "Give the name of the artifact bucket, without s3://."
  }

  validation {
    condition     = can(regex("^(candidate|lambda)/[0-9a-f]{40}/[a-z0-9-]+\\.zip$", var.artifact.key))
    error_message = "Give a key of the form lambda/<40 hexadecimal digits of the commit>/<function>.zip, or candidate/...: the function is tagged with the commit."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9+/]{43}=$", var.artifact.code_sha256))
    error_message = "Give the SHA-256 digest of the zip in base64: 44 characters that end with =."
  }
}

variable "architecture" {
  description = "Instruction set that the zip was built for: x86_64 or arm64."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "Choose x86_64 or arm64."
  }
}

variable "memory_mb" {
  description = "Memory in MB, 128 to 10240. CPU is proportional to it."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "Give a whole number of MB from 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "Timeout of one invocation in seconds, 1 to 900."
  type        = number
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "Give a whole number of seconds from 1 to 900."
  }
}

variable "reserved_concurrency" {
  description = "Reserved concurrency: how many invocations may run at once, reserved for this function. At least 1: with 0 the function never runs."
  type        = number
  nullable    = false

  validation {
    condition     = var.reserved_concurrency >= 1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "Reserve a whole number of at least 1: 0 would switch the function off."
  }
}

variable "environment" {
  description = "Environment variables of the function. Nothing secret: every reader of the state sees them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.environment) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", key))])
    error_message = "Name environment variables with letters, digits and underscores, starting with a letter, at least 2 characters."
  }

  validation {
    # The extension of AWS Fault Injection Service needs these two.
    condition     = alltrue([for key in setsubtract(keys(var.environment), ["AWS_FIS_CONFIGURATION_LOCATION", "AWS_LAMBDA_EXEC_WRAPPER"]) : !can(regex("^(?i:AWS_|LAMBDA_)", key))])
    error_message = "Names that start with AWS_ or LAMBDA_ belong to Lambda. Set the log level with log_level, and the region by deploying there."
  }

  # Lambda measures the JSON text of the variables in bytes. jsonencode() writes <, > and & in six bytes where Lambda counts one.
  validation {
    condition     = length(base64encode(replace(jsonencode(var.environment), "/\\\\u00(3c|3e|26)/", "_"))) / 4 * 3 <= 4096
    error_message = "All environment variables together, as JSON, must stay under 4 KB. Shorten them."
  }
}

variable "policy_statements" {
  description = "What the function may do in addition to logging and tracing: IAM statements (Allow) with named actions and resources. condition is operator => key => values."
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
    condition = optional(map(map(list(string))), {})
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for statement in var.policy_statements : can(regex("^[A-Za-z0-9]+$", statement.sid))])
    error_message = "A sid is made of letters and digits."
  }

  validation {
    condition     = length(distinct(concat(local.own_sids, var.policy_statements[*].sid))) == length(local.own_sids) + length(var.policy_statements)
    error_message = "Give every statement its own sid. Reserved are ${join(", ", local.own_sids)}."
  }

  validation {
    condition     = alltrue([for statement in var.policy_statements : length(statement.actions) > 0 && length(statement.resources) > 0])
    error_message = "Name at least one action and one resource in every statement."
  }

  validation {
    condition     = alltrue(flatten([for statement in var.policy_statements : [for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", action))]]))
    error_message = "Name every action in full, such as dynamodb:GetItem, without * and ?."
  }

  validation {
    condition = alltrue(flatten([for statement in var.policy_statements : [
      for resource in statement.resources : can(regex("^arn:[^:*?]+:[^:*?]+:[^:*?]*:[^:*?]*:[^:*?]", resource)) if resource != "*"
    ]]))
    error_message = "Name every resource by an ARN with its service, region and account; a * is allowed only inside or at the end of the resource's own name."
  }

  validation {
    condition = alltrue([for statement in var.policy_statements :
      !contains(statement.resources, "*") || length(setsubtract(statement.actions, local.actions_without_resource)) == 0
    ])
    error_message = "The resource * is for actions that take no resource, which are ${join(", ", local.actions_without_resource)}. Name the resource."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role of this module."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::[0-9]{12}:policy/.+$", var.permissions_boundary_arn))
    error_message = "Give the ARN of an IAM policy of an account; an AWS managed policy cannot be the boundary."
  }
}

variable "kms_key_arn" {
  description = "ARN of the customer-managed key for logs, environment variables and the failure queue. An alias is not enough: policies name the key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "Give the ARN of a KMS key (arn:...:key/...), not an alias."
  }
}

variable "log_retention_days" {
  description = "Days that log lines are kept, one of the numbers that CloudWatch Logs accepts."
  type        = number
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "Choose 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days. Unlimited retention is not supported."
  }
}

variable "log_level" {
  description = "Lowest level that is logged: TRACE, DEBUG or INFO. Not above INFO: Lambda would drop the metric documents with the lines."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO"], var.log_level)
    error_message = "Choose TRACE, DEBUG or INFO. At WARN and above the function's metrics, which are log lines, would be lost."
  }
}

variable "layers" {
  description = "ARNs of layer versions, at most 5."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.layers) <= 5 && alltrue([for layer in var.layers : can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]+:[0-9]+$", layer))])
    error_message = "Give at most 5 ARNs of layers, each with its version number."
  }
}

variable "asynchronous" {
  description = "Whether the function is invoked asynchronously (SNS, EventBridge, Scheduler). If so, events that failed for good are kept in the queue <name>-failures."
  type        = bool
  default     = false
  nullable    = false
}

variable "deployment" {
  description = "How traffic moves to a new version: the CodeDeploy configuration, names of further metric alarms (not composite ones) that stop a deployment and roll it back, and the name of the function that CodeDeploy asks to try the new version before callers meet it; null if nothing tries it. That function may be created later, or be this one."
  type = object({
    config_name          = optional(string, "CodeDeployDefault.LambdaCanary10Percent5Minutes")
    extra_alarm_names    = optional(list(string), [])
    before_allow_traffic = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition = contains([
      "CodeDeployDefault.LambdaAllAtOnce",
      "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      "CodeDeployDefault.LambdaCanary10Percent10Minutes",
      "CodeDeployDefault.LambdaCanary10Percent15Minutes",
      "CodeDeployDefault.LambdaCanary10Percent30Minutes",
      "CodeDeployDefault.LambdaLinear10PercentEvery1Minute",
      "CodeDeployDefault.LambdaLinear10PercentEvery2Minutes",
      "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes",
      "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes",
    ], var.deployment.config_name)
    error_message = "Choose CodeDeployDefault.Lambda followed by AllAtOnce, Canary10Percent5Minutes (10, 15, 30), Linear10PercentEvery1Minute or Linear10PercentEvery2Minutes (3, 10)."
  }

  # CodeDeploy takes ten alarms for a deployment group (AlarmsLimitExceededException); three are the function's own.
  validation {
    condition     = length(var.deployment.extra_alarm_names) <= 7
    error_message = "deployment: extra_alarm_names has ${length(var.deployment.extra_alarm_names)} names. A deployment group takes 10 alarms, and 3 are the function's own: name at most 7."
  }

  validation {
    condition     = alltrue([for name in var.deployment.extra_alarm_names : can(regex("^[^:]{1,255}$", name))])
    error_message = "deployment: extra_alarm_names are names of alarms, not ARNs."
  }

  # The deployment's file names the hook, and the role's policy makes an ARN of it.
  validation {
    condition     = var.deployment.before_allow_traffic == null || can(regex("^[A-Za-z0-9_-]{1,64}$", var.deployment.before_allow_traffic))
    error_message = "before_allow_traffic is the name of a function of this account, not an ARN, without an alias or a version."
  }
}

variable "alarms" {
  description = "When the alarms on the alias go off: failed and throttled invocations in one minute, and the 99th percentile of the duration in ms (80 % of the timeout by default) in two of three minutes."
  type = object({
    errors_per_minute    = optional(number, 1)
    throttles_per_minute = optional(number, 1)
    duration_p99_ms      = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.alarms.errors_per_minute >= 1 && var.alarms.throttles_per_minute >= 1
    error_message = "Give thresholds of at least 1 a minute: the alarm goes off when the threshold is reached."
  }

  validation {
    condition     = var.alarms.duration_p99_ms == null ? true : var.alarms.duration_p99_ms > 0 && var.alarms.duration_p99_ms <= var.timeout_seconds * 1000
    error_message = "duration_p99_ms must be within the timeout, or the alarm can never go off."
  }
}

variable "alarm_actions" {
  description = "ARNs of the SNS topics that are notified when an alarm goes off and when it returns to OK."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_actions : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))])
    error_message = "Give ARNs of SNS topics."
  }
}

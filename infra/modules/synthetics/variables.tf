variable "name" {
  description = "Name of the probe's function, and of its schedule and group. Lower-case letters, digits and hyphens, 2 to 50 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name))
    error_message = "Give a name of 2 to 50 lower-case letters, digits and hyphens that starts with a letter and does not end with a hyphen."
  }
}

variable "artifact" {
  description = "The built zip of synthetic-probe: bucket, object key, and the base64 SHA-256 digest of the zip (as the module artifact-ref gives it). lambda-service checks their forms."
  type = object({
    bucket      = string
    key         = string
    code_sha256 = string
  })
  nullable = false
}

variable "api_endpoint" {
  description = "URL that the probe calls, such as https://api.example.com: the output probe_endpoint of http-api. Its certificate must be one of Amazon's, and it must not require a client certificate: the probe has none. Null where there is no such URL: then the probe checks the call only."
  type        = string

  validation {
    condition     = var.api_endpoint == null || can(regex("^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$", var.api_endpoint))
    error_message = "Give a URL that starts with https:// and has neither a query nor a stage variable, or null."
  }
}

variable "api_execution_arn" {
  description = "Execution ARN of the API: arn:...:execute-api:<region>:<account>:<api id>, without a stage. Not used while api_endpoint is null."
  type        = string
  default     = null

  validation {
    condition     = var.api_execution_arn == null || can(regex("^arn:[a-z-]+:execute-api:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9]+$", var.api_execution_arn))
    error_message = "Give the API's execution_arn as it is, without a stage or a route behind it."
  }

  validation {
    condition     = var.api_endpoint == null || var.api_authorization != "AWS_IAM" || var.api_execution_arn != null
    error_message = "Give the API's execution_arn: with AWS_IAM the probe needs a permission on the API at api_endpoint."
  }
}

variable "api_authorization" {
  description = "How the API is protected, if there is one. AWS_IAM: the probe looks up its call with a signed request, and checks that an unsigned one is refused. JWT: the probe has no token, so it only checks that it is refused."
  type        = string
  default     = "AWS_IAM"
  nullable    = false

  validation {
    condition     = contains(["AWS_IAM", "JWT"], var.api_authorization)
    error_message = "Choose AWS_IAM or JWT, as the API does. An open API is not supported."
  }
}

variable "convert_function" {
  description = "What Amazon Connect invokes: name of the function, name of its alias, ARN of the alias. Null where nobody calls: then the probe makes no calls."
  type = object({
    function_name = string
    alias_name    = string
    alias_arn     = string
  })

  validation {
    condition     = var.convert_function == null ? true : alltrue([for name in [var.convert_function.function_name, var.convert_function.alias_name] : can(regex("^[A-Za-z0-9_-]{1,64}$", name))])
    error_message = "Give the names of the function and of its alias, not ARNs."
  }

  # A permission on the function would cover every version of it.
  validation {
    condition     = var.convert_function == null ? true : can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+:[A-Za-z0-9_-]+$", var.convert_function.alias_arn))
    error_message = "alias_arn must be the ARN of the alias: arn:...:function:<name>:<alias>."
  }

  validation {
    condition     = (var.convert_function == null) == (var.phone_number == null)
    error_message = "Give convert_function and phone_number together: a call needs a function and a caller."
  }

  validation {
    condition     = var.convert_function != null || var.api_endpoint == null
    error_message = "Give convert_function: what is looked up at api_endpoint is the probe's own call."
  }
}

variable "phone_number" {
  description = "The number that the probe calls from, E.164, such as +12025550143. No person may use it: its calls stay in the table, and a person who called from it would leave the list of latest callers. Null where nobody calls."
  type        = string

  validation {
    condition     = var.phone_number == null || can(regex("^\\+[1-9][0-9]{6,14}$", var.phone_number))
    error_message = "Give a number in E.164: + and 7 to 15 digits, the first not 0."
  }
}

variable "approvals_url" {
  description = "Address of the pages behind approval links, such as the output function_url of approvals; its certificate must be one of Amazon's. Null where there are none."
  type        = string
  default     = null

  validation {
    condition     = var.approvals_url == null || can(regex("^https://[A-Za-z0-9.-]+(:[0-9]+)?/?$", var.approvals_url))
    error_message = "Give https:// and a host, without a path, or null."
  }
}

variable "tried_functions" {
  description = "Names of the functions whose new versions the probe tries when CodeDeploy asks it; its own name is one of them if its own versions are tried. The trial of any other function fails its deployment."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.tried_functions, local.triable)) == 0
    error_message = "The probe has trials for ${join(", ", local.triable)}."
  }

  validation {
    condition     = var.convert_function != null || length(setintersection(var.tried_functions, ["vanity-convert", "vanity-lookup"])) == 0
    error_message = "Give convert_function: the trials of vanity-convert and vanity-lookup call."
  }
}

variable "schedule" {
  description = "How often the probe runs: rate(1 minute), or rate(N minutes) with 2 to 60. The alarm counts in the same steps."
  type        = string
  default     = "rate(1 minute)"
  nullable    = false

  validation {
    condition     = can(regex("^rate\\((1 minute|([2-9]|[1-5][0-9]|60) minutes)\\)$", var.schedule))
    error_message = "Give rate(1 minute), or rate(2 minutes) to rate(60 minutes)."
  }
}

variable "failure_alarm_name" {
  description = "Name of the alarm on the probe's findings, 1 to 255 characters. A variable, because deployments of the probed functions name the alarm before it exists."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^:]{1,255}$", var.failure_alarm_name))
    error_message = "Give a name of 1 to 255 characters without a colon, not an ARN."
  }
}

variable "reserved_concurrency" {
  description = "Reserved concurrency: CodeDeploy asks about all functions of a release at once, while the schedule goes on. A hook that is turned away may fail its deployment. At least 1."
  type        = number
  default     = 8
  nullable    = false

  validation {
    condition     = var.reserved_concurrency >= 1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "Reserve a whole number of at least 1: 0 would switch the probe off."
  }

  validation {
    condition     = var.reserved_concurrency > length(var.tried_functions)
    error_message = "Reserve more than there are tried_functions: all may be tried at once, while the schedule goes on."
  }
}

variable "deployment" {
  description = "How traffic moves to a new version of the probe: the CodeDeploy configuration, names of further alarms that stop a deployment, and the name of the function that tries it, which is the probe itself; null if nothing tries it. The alarm on the probe's findings is always one of the alarms."
  type = object({
    config_name          = optional(string, "CodeDeployDefault.LambdaCanary10Percent5Minutes")
    extra_alarm_names    = optional(list(string), [])
    before_allow_traffic = optional(string)
  })
  default  = {}
  nullable = false
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
  description = "ARN of the customer-managed key for logs, environment variables, the schedule and the failure queue. An alias is not enough: policies name the key."
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

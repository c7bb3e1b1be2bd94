variable "name" {
  description = "Name of the API, and prefix of the names of its resources."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,47}$", var.name))
    error_message = "name must be 1 to 48 lower-case letters, digits and hyphens, and start with a letter."
  }
}

variable "function_name" {
  description = "Name of the Lambda function that answers every route."
  type        = string
  nullable    = false
}

variable "alias_name" {
  description = "Name of the function's alias that requests go to. The API may invoke the alias, not the function."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,128}$", var.alias_name)) && !can(regex("^[0-9]+$", var.alias_name))
    error_message = "alias_name must be the name of an alias, such as live, not $LATEST and not the number of a version."
  }
}

variable "alias_invoke_arn" {
  description = "Invoke ARN of that alias (arn:aws:apigateway:<region>:lambda:path/.../function:<name>:<alias>/invocations)."
  type        = string
  nullable    = false

  validation {
    condition     = endswith(var.alias_invoke_arn, ":${var.alias_name}/invocations")
    error_message = "alias_invoke_arn must be the invoke ARN of the alias ${var.alias_name}, not of the function or of a version: deployments shift the alias."
  }
}

variable "authorization" {
  description = "How callers of every route authenticate. AWS_IAM: signed requests of principals with execute-api:Invoke. JWT: tokens of `issuer` (https URL) for one of `audience`."
  type = object({
    type     = string
    issuer   = optional(string)
    audience = optional(list(string))
  })
  nullable = false

  validation {
    condition     = contains(["AWS_IAM", "JWT"], var.authorization.type)
    error_message = "authorization.type must be AWS_IAM or JWT: the API serves personal data, and is never open."
  }

  validation {
    condition     = var.authorization.type != "JWT" || (can(regex("^https://[^/]+", var.authorization.issuer)) && length(coalesce(var.authorization.audience, [])) > 0)
    error_message = "JWT needs authorization.issuer (an https URL) and at least one authorization.audience: a token for another application must not open this one."
  }

  validation {
    condition     = var.authorization.type != "AWS_IAM" || (var.authorization.issuer == null && var.authorization.audience == null)
    error_message = "AWS_IAM takes no issuer and no audience: leave them out, or set authorization.type to JWT."
  }
}

variable "throttling" {
  description = "Throttling of each route: `rate` requests a second on average, `burst` at once."
  type = object({
    rate  = number
    burst = number
  })
  nullable = false

  validation {
    condition     = var.throttling.rate > 0 && var.throttling.rate <= 10000
    error_message = "throttling.rate must be above 0 and at most 10000 requests a second, the account's quota."
  }

  validation {
    condition     = var.throttling.burst >= 1 && var.throttling.burst <= 5000 && floor(var.throttling.burst) == var.throttling.burst
    error_message = "throttling.burst must be a whole number from 1 to 5000, the account's quota."
  }
}

variable "domain" {
  description = <<-EOT
    A custom domain name of the API; null for API Gateway's own name. `hosted_zone_id`: the public Route 53 zone
    of this account that gets its records; null where the zone is another account's, or not in Route 53. `self_signed`: a
    certificate (PEM) to import, with its key in self_signed_private_key_pem; null for one of ACM. `mutual_tls`: the
    certificates (PEM in S3, by version of the object) that clients' certificates must chain to; null to require none.
  EOT
  type = object({
    name           = string
    hosted_zone_id = optional(string)
    self_signed    = optional(object({ certificate_pem = string }))
    mutual_tls = optional(object({
      truststore_uri     = string
      truststore_version = string
    }))
  })
  default = null

  validation {
    condition     = var.domain == null || try(length(regex("^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain.name)) <= 64, false)
    error_message = "domain.name must be a full domain name in lower case, such as api.example.com, with at most 64 characters."
  }

  validation {
    condition     = try(var.domain.hosted_zone_id, null) == null || can(regex("^Z[A-Z0-9]{1,31}$", var.domain.hosted_zone_id))
    error_message = "domain.hosted_zone_id must be the id of a Route 53 zone (Z...), without /hostedzone/."
  }

  validation {
    condition     = try(var.domain.self_signed, null) == null || var.allows_self_signed_certificate
    error_message = "A self-signed certificate is for the sandbox and dev only: leave domain.self_signed out, and ACM issues one."
  }

  validation {
    condition     = try(var.domain.self_signed, null) == null || can(regex("^\\s*-----BEGIN CERTIFICATE-----\\n[\\s\\S]+\\n-----END CERTIFICATE-----\\s*$", var.domain.self_signed.certificate_pem))
    error_message = "domain.self_signed.certificate_pem must be a certificate in PEM (-----BEGIN CERTIFICATE-----), without its key."
  }

  validation {
    condition     = try(var.domain.mutual_tls, null) == null || can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+$", var.domain.mutual_tls.truststore_uri))
    error_message = "domain.mutual_tls.truststore_uri must be an object in S3 (s3://<bucket>/<key>)."
  }

  validation {
    condition     = try(var.domain.mutual_tls, null) == null || try(length(trimspace(var.domain.mutual_tls.truststore_version)) > 0, false)
    error_message = "domain.mutual_tls.truststore_version must be the version of the object: API Gateway reads a truststore once, so a new one takes a new version."
  }
}

variable "self_signed_private_key_pem" {
  description = "The private key (PEM) of domain.self_signed, or nothing. Give it to every plan and apply; it is stored in no state."
  type        = string
  default     = ""
  ephemeral   = true
  sensitive   = true
  nullable    = false

  validation {
    condition     = (var.self_signed_private_key_pem != "") == (try(var.domain.self_signed, null) != null)
    error_message = "self_signed_private_key_pem goes with domain.self_signed: give both, or neither."
  }

  validation {
    condition     = var.self_signed_private_key_pem == "" || can(regex("-----BEGIN ([A-Z]+ )?PRIVATE KEY-----", var.self_signed_private_key_pem))
    error_message = "self_signed_private_key_pem must be a private key in PEM (-----BEGIN PRIVATE KEY-----), not encrypted."
  }
}

variable "allows_self_signed_certificate" {
  description = "Whether the environment may serve a self-signed certificate."
  type        = bool
  default     = false
  nullable    = false
}

variable "server_errors_alarm_name" {
  description = "Name of the alarm on answers with a status of 500 or above. A variable, because deployments that watch the alarm are created before it."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.server_errors_alarm_name) >= 1 && length(var.server_errors_alarm_name) <= 255
    error_message = "server_errors_alarm_name must have 1 to 255 characters."
  }
}

variable "server_errors_per_minute" {
  description = "How many such answers in a minute set off that alarm."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.server_errors_per_minute >= 1 && floor(var.server_errors_per_minute) == var.server_errors_per_minute
    error_message = "server_errors_per_minute must be a whole number of at least 1."
  }
}

variable "alarm_actions" {
  description = "ARNs of the SNS topics that are notified when the alarm goes off and when it returns to OK."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.alarm_actions) <= 5 && alltrue([for arn in var.alarm_actions : can(regex("^arn:[^:]+:sns:", arn))])
    error_message = "alarm_actions must be up to five ARNs of SNS topics (arn:aws:sns:<region>:<account>:<name>)."
  }
}

variable "kms_key_arn" {
  description = "ARN of the customer-managed KMS key that encrypts the access logs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "Give the ARN of a KMS key (arn:...:key/...), not an alias."
  }
}

variable "log_retention_days" {
  description = "Days that access logs are kept; one of the numbers that CloudWatch Logs accepts."
  type        = number
  nullable    = false

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_days,
    )
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653."
  }
}

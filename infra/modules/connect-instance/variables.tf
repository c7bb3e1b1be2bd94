variable "alias" {
  description = "Alias of the instance, the first label of its address (https://ALIAS.my.connect.aws). It is unique in all of AWS, and cannot be changed later. 1 to 45 lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9](-*[a-z0-9])*$", var.alias)) && length(var.alias) <= 45 && !startswith(var.alias, "d-")
    error_message = "Give 1 to 45 lower-case letters, digits and hyphens, with a letter or digit at both ends, and not beginning with d-."
  }
}

variable "identity_management" {
  description = "How users sign in: SAML (an identity provider does it) or CONNECT_MANAGED (passwords in Amazon Connect). It cannot be changed later."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["SAML", "CONNECT_MANAGED"], var.identity_management)
    error_message = "Give SAML or CONNECT_MANAGED."
  }
}

variable "phone_number" {
  description = <<-EOT
    The number that callers dial. `country_code`: ISO 3166-1, two capitals. `type`: TOLL_FREE or DID. `adopt_arn`: ARN of a
    number that the instance has already and that this module is not to own; null to claim one.
  EOT
  type = object({
    country_code = string
    type         = string
    adopt_arn    = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^[A-Z]{2}$", var.phone_number.country_code))
    error_message = "phone_number.country_code: give the two capitals of ISO 3166-1, such as US."
  }

  validation {
    condition     = contains(["TOLL_FREE", "DID"], var.phone_number.type)
    error_message = "phone_number.type: give TOLL_FREE or DID."
  }

  validation {
    condition = var.phone_number.adopt_arn == null || can(regex(
      "^arn:aws[a-z-]*:connect:[a-z0-9-]+:[0-9]{12}:phone-number/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
      var.phone_number.adopt_arn,
    ))
    error_message = "phone_number.adopt_arn: give the number's ARN, arn:aws:connect:REGION:ACCOUNT:phone-number/ID, as `aws connect list-phone-numbers-v2` prints it."
  }
}

variable "contact_flow_logs" {
  description = "Whether Amazon Connect may log the runs of flows. The log holds callers' numbers. A flow must ask for it, too."
  type        = bool
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that the log of flows is kept; one of the numbers that CloudWatch Logs accepts."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "Give a number of days that CloudWatch Logs takes, such as 30, 90 or 365. Callers' numbers are not kept for ever."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the log of flows."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "Give the ARN of a KMS key (arn:...:key/...), not an alias."
  }
}

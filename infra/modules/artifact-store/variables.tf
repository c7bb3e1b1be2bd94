variable "name" {
  description = "Name of the bucket, unique in S3: 3 to 58 lower-case letters, digits and hyphens. The bucket of its access logs takes this name and -logs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,56}[a-z0-9]$", var.name))
    error_message = "Give a bucket name of 3 to 58 lower-case letters, digits and hyphens."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that artifacts are encrypted with. Its policy must let the readers decrypt."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "Give the ARN of a key, not of an alias: arn:aws:kms:<region>:<account>:key/<id>."
  }
}

variable "publisher_role_arns" {
  description = "ARNs of the roles that publish releases. The roles must exist: S3 refuses a policy that names others."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.publisher_role_arns) > 0
    error_message = "Name at least one role that publishes: without one nobody could release."
  }
  validation {
    condition     = alltrue([for arn in var.publisher_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^*]+$", arn))])
    error_message = "Publishers are roles: arn:aws:iam::<account>:role/<name>. Accounts, users and wildcards are not accepted."
  }
}

variable "reader_role_arns" {
  description = "ARNs of the deploy roles of the environments' accounts, which create functions from the artifacts. The roles must exist."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.reader_role_arns) > 0
    error_message = "Name at least one role that deploys."
  }
  validation {
    condition     = alltrue([for arn in var.reader_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^*]+$", arn))])
    error_message = "Readers are roles: arn:aws:iam::<account>:role/<name>. Accounts, users and wildcards are not accepted."
  }
  validation {
    condition     = length(setintersection(var.reader_role_arns, var.publisher_role_arns)) == 0
    error_message = "A role either publishes or deploys: remove it from one of the two lists."
  }
}

variable "candidates" {
  description = "Who publishes candidates, under `candidate/`, which one role deploys them (both as ARNs of roles, which must exist), and the days after which they expire. Null for a bucket without candidates."
  type = object({
    publisher_role_arn = string
    reader_role_arn    = string
    days               = optional(number, 14)
  })
  default = null

  validation {
    condition     = var.candidates == null || alltrue([for arn in compact(flatten([var.candidates[*].publisher_role_arn, var.candidates[*].reader_role_arn])) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[^*]+$", arn))])
    error_message = "Candidates are published and deployed by roles: arn:aws:iam::<account>:role/<name>, without wildcards."
  }
  validation {
    condition     = var.candidates == null || !contains(var.publisher_role_arns, try(var.candidates.publisher_role_arn, ""))
    error_message = "Who publishes candidates must not publish releases: a candidate is not on main."
  }
  validation {
    condition     = var.candidates == null || (try(var.candidates.days, 0) >= 1 && floor(try(var.candidates.days, 0)) == try(var.candidates.days, 0))
    error_message = "Give a whole number of days, at least 1."
  }
}

variable "log_retention_days" {
  description = "Days that access logs are kept."
  type        = number
  nullable    = false

  validation {
    condition     = var.log_retention_days >= 1 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "Give a whole number of days, at least 1."
  }
}

variable "expiring_prefixes" {
  description = "For other contents of the bucket, such as a pipeline's working files: the days after which objects under a prefix (ending in /) expire. Releases never expire."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for prefix in keys(var.expiring_prefixes) : can(regex("^[^/].*/$", prefix)) && !anytrue([for kept in ["lambda/", "candidate/", "terraform/"] : startswith(prefix, kept)])])
    error_message = "A prefix ends in / and is not lambda/, candidate/ or terraform/: releases never expire, and the others are not for other contents."
  }
  validation {
    condition     = alltrue([for days in values(var.expiring_prefixes) : days >= 1 && floor(days) == days])
    error_message = "Give whole numbers of days, at least 1."
  }
}

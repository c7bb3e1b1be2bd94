variable "environment" {
  description = "Environment that the configuration is for: sandbox, dev, sit, uat, prod or tooling."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["sandbox", "dev", "sit", "uat", "prod", "tooling"], var.environment)
    error_message = "Choose sandbox, dev, sit, uat, prod or tooling."
  }
}

variable "account_id" {
  description = "Account that the environment runs in: 12 digits."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Give the account id as 12 digits."
  }
}

variable "actual_account_id" {
  description = "Account that the credentials belong to, from the data source aws_caller_identity."
  type        = string
  nullable    = false

  validation {
    condition     = var.actual_account_id == var.account_id
    error_message = "The credentials are of account ${var.actual_account_id}, but ${var.environment} runs in ${var.account_id}. Sign in to the right account."
  }
}

variable "expected_region" {
  description = "Region that the environment runs in, such as us-east-1."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.expected_region))
    error_message = "Give a region such as us-east-1."
  }
}

variable "actual_region" {
  description = "Region of the provider, from the data source aws_region."
  type        = string
  nullable    = false

  validation {
    condition     = var.actual_region == var.expected_region
    error_message = "The provider is set to ${var.actual_region}, but ${var.environment} runs in ${var.expected_region}. Unset AWS_REGION or set it to that."
  }
}

variable "release_sha" {
  description = "Commit whose artifacts are deployed: 40 hexadecimal digits. Null for a configuration that deploys no artifacts."
  type        = string
  default     = null

  validation {
    condition     = var.release_sha == null ? true : can(regex("^[0-9a-f]{40}$", var.release_sha))
    error_message = "Give the full commit id: 40 lower-case hexadecimal digits."
  }
}

variable "release_tag" {
  description = "Tag of that commit, rc-... or v1.2.3; null if it has none. Prod takes v tags only, uat rc or v tags."
  type        = string
  default     = null

  validation {
    condition     = var.release_tag == null ? true : can(regex("^(rc-[0-9A-Za-z][0-9A-Za-z._-]*|v[0-9]+\\.[0-9]+\\.[0-9]+)$", var.release_tag))
    error_message = "Give a tag such as rc-2026-11-21 or v1.2.3."
  }

  validation {
    condition     = var.release_tag == null || var.release_sha != null
    error_message = "A tag without its commit is not enough: give release_sha too."
  }

  validation {
    condition     = var.environment != "prod" || var.release_sha == null || startswith(coalesce(var.release_tag, "-"), "v")
    error_message = "Prod takes releases only: a commit with a tag such as v1.2.3."
  }

  validation {
    condition     = var.environment != "uat" || var.release_sha == null || var.release_tag != null
    error_message = "Uat takes candidates and releases only: a commit with a tag such as rc-2026-11-21 or v1.2.3."
  }
}

variable "release_prefix" {
  description = "Where the artifacts of that commit are: lambda, or candidate for a commit that is not merged yet. Only dev takes candidates."
  type        = string
  default     = "lambda"
  nullable    = false

  validation {
    condition     = contains(["lambda", "candidate"], var.release_prefix)
    error_message = "Artifacts are under lambda or candidate."
  }

  validation {
    condition     = var.release_prefix != "candidate" || var.environment == "dev"
    error_message = "Only dev takes candidates, which are not merged yet: deploy a commit of main."
  }
}

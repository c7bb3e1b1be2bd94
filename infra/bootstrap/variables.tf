variable "environment" {
  description = "The environment that the account is for: sandbox, dev, sit, uat, prod or tooling."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["sandbox", "dev", "sit", "uat", "prod", "tooling"], var.environment)
    error_message = "Name one of sandbox, dev, sit, uat, prod, tooling."
  }
}

variable "account_id" {
  description = "The account's id, 12 digits. Credentials of another account are refused."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Write the account id as 12 digits in quotes."
  }
}

variable "region" {
  description = "The one region that Switchboard runs in, such as us-east-1. No role can leave it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Write the region by its code, such as us-east-1."
  }
}

variable "owner" {
  description = "Team or address that is responsible for the account; a tag on every resource."
  type        = string
  nullable    = false

  validation {
    condition     = length(trimspace(var.owner)) > 0
    error_message = "Name the owner of the account."
  }
}

variable "cost_center" {
  description = "Cost centre of the account; a tag on every resource."
  type        = string
  nullable    = false

  validation {
    condition     = length(trimspace(var.cost_center)) > 0
    error_message = "Name the cost centre that pays."
  }
}

variable "github_repository" {
  description = "Owner and name of the GitHub repository whose workflows deploy, such as example/switchboard."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "Write owner/name, without host, wildcard or .git."
  }
}

variable "artifact_bucket" {
  description = "Name of the bucket in the tooling account that holds the artifacts of every release."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.artifact_bucket))
    error_message = "A bucket name has 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "tooling_account_id" {
  description = "Id of the tooling account, 12 digits: the artifact bucket and its key are there."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.tooling_account_id))
    error_message = "Write the tooling account's id as 12 digits in quotes."
  }
  validation {
    condition     = (var.environment == "tooling") == (var.tooling_account_id == var.account_id)
    error_message = "The tooling account belongs to the environment tooling, and no other environment may share it."
  }
}

variable "tooling_deploy_role_arns" {
  description = "ARNs of the CodeBuild roles in the tooling account that deploy here instead of GitHub's environment, one for each pipeline; empty while GitHub deploys. The roles must exist."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.tooling_deploy_role_arns : can(regex("^arn:aws[a-z-]*:iam::${var.tooling_account_id}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "Give ARNs of roles of the tooling account, or an empty list."
  }
  validation {
    condition     = length(var.tooling_deploy_role_arns) <= 2 && length(distinct(var.tooling_deploy_role_arns)) == length(var.tooling_deploy_role_arns)
    error_message = "Two pipelines deploy: give at most two roles, each once."
  }
  validation {
    condition     = length(var.tooling_deploy_role_arns) == 0 || var.environment != "tooling"
    error_message = "Only people deploy tooling, because a pipeline could change its own approval: leave tooling_deploy_role_arns empty here."
  }
}

variable "truststore_arn" {
  description = "ARN of the S3 object that holds the certificate authorities of clients, such as arn:aws:s3:::example-truststore/clients.pem, where the API's domain demands client certificates (mutual TLS); null elsewhere. API Gateway reads it as the deploy role."
  type        = string
  default     = null

  validation {
    condition     = var.truststore_arn == null || can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^*?]+$", var.truststore_arn))
    error_message = "Give the ARN of one object, without a wildcard: arn:aws:s3:::<bucket>/<key>."
  }
}

variable "people" {
  description = <<-EOT
    ARNs of the roles that people sign in with (IAM Identity Center's, or those of another identity provider), by the
    role that they may assume here. `developers` read, everywhere. `console` change resources by hand, only in sandbox. `testers`
    change opening hours, only in uat. `operators` roll back, stop releases and forbid commits, only in tooling. An empty list creates
    no role. `deployers` assume the deploy role, and in tooling, which nobody else deploys, the two roles that publish too.
  EOT
  type = object({
    deployers  = optional(list(string), [])
    developers = optional(list(string), [])
    console    = optional(list(string), [])
    testers    = optional(list(string), [])
    operators  = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for arn in concat(var.people.deployers, var.people.developers, var.people.console, var.people.testers, var.people.operators) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "People use roles: give role ARNs without wildcards, not users or the account root."
  }
  validation {
    condition     = length(var.people.console) == 0 || var.environment == "sandbox"
    error_message = "Only the sandbox may be changed by hand: leave people.console empty here."
  }
  validation {
    condition     = length(var.people.testers) == 0 || var.environment == "uat"
    error_message = "Testers work only in uat: leave people.testers empty here."
  }
  validation {
    condition     = length(var.people.deployers) > 0 || var.environment != "tooling"
    error_message = "Nothing but people deploys tooling: name at least one role in people.deployers."
  }
  validation {
    condition     = length(var.people.operators) == 0 || var.environment == "tooling"
    error_message = "Releases are operated from tooling: leave people.operators empty here."
  }
}

variable "state_versions_days" {
  description = "Days that superseded versions of the state are kept."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.state_versions_days >= 30 && floor(var.state_versions_days) == var.state_versions_days
    error_message = "Keep old states for a whole number of days, at least 30: they are needed to repair a failed apply."
  }
}

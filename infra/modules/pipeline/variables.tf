variable "name" {
  description = "Name of the pipeline and prefix of its projects and roles: 2 to 40 lower-case letters, digits and hyphens. The first 20 characters name the folder of its artifacts, and no other pipeline may share them."
  type        = string
  nullable    = false

  # The longest role has 18 characters more, of the 64 that IAM takes.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "Give a name of 2 to 40 lower-case letters, digits and hyphens that starts with a letter."
  }
}

variable "connection_arn" {
  description = "ARN of the CodeConnections connection to the source's host. A person makes it and completes the handshake."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:[0-9]{12}:connection/[0-9a-f-]+$", var.connection_arn))
    error_message = "Give the ARN of a connection: arn:aws:codeconnections:<region>:<account>:connection/<id>."
  }
}

variable "repository" {
  description = "The repository that releases are tagged in, as owner/name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "Give the repository as owner/name, without a host."
  }
}

variable "tag_patterns" {
  description = "The tags that start the pipeline, as globs, 1 to 8. Each begins with v if the pipeline reaches production, and with rc- if it does not."
  type        = list(string)
  default     = ["v*"]
  nullable    = false

  validation {
    condition     = length(var.tag_patterns) >= 1 && length(var.tag_patterns) <= 8
    error_message = "CodePipeline takes 1 to 8 tag patterns."
  }
  validation {
    condition     = alltrue([for pattern in var.tag_patterns : can(regex("^(v|rc-)[0-9A-Za-z.*-]*$", pattern))])
    error_message = "Releases are tags such as v1.2.3 or rc-2026.11.21: a pattern begins with v or rc-, and release/* is not allowed."
  }
  validation {
    condition     = alltrue([for pattern in var.tag_patterns : startswith(pattern, var.production == null ? "rc-" : "v")])
    error_message = "A pipeline that reaches production takes v* and no candidates; one that does not takes rc-* and nothing else."
  }
}

variable "artifact_bucket_name" {
  description = "Name of the bucket that holds the releases' artifacts, and the pipeline's own under its name."
  type        = string
  nullable    = false
}

variable "artifact_bucket_arn" {
  description = "ARN of that bucket."
  type        = string
  nullable    = false

  validation {
    condition     = endswith(var.artifact_bucket_arn, ":s3:::${var.artifact_bucket_name}")
    error_message = "artifact_bucket_arn is not the ARN of artifact_bucket_name."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that artifacts, build results and logs are encrypted with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "Give the ARN of a key, not of an alias: arn:aws:kms:<region>:<account>:key/<id>."
  }
}

variable "approval" {
  description = "How a release is approved: the topic that asks (a standard one, in the pipeline's Region), the minutes until an open request fails the release (5 to 86,400), and the https address where the staged release can be looked at. Null in a pipeline that ends with staging."
  type = object({
    topic_arn       = string
    timeout_minutes = optional(number, 10080)
    review_url      = string
  })
  default = null

  validation {
    condition     = var.approval == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.approval.topic_arn))
    error_message = "Give the ARN of a standard topic. A FIFO topic (.fifo) does not work: a manual approval sends no message group."
  }
  validation {
    condition     = var.approval == null || try(var.approval.timeout_minutes >= 5 && var.approval.timeout_minutes <= 86400 && floor(var.approval.timeout_minutes) == var.approval.timeout_minutes, false)
    error_message = "CodePipeline takes 5 to 86400 minutes for an approval."
  }
  validation {
    condition     = var.approval == null || can(regex("^https://[^ ]{1,992}$", var.approval.review_url))
    error_message = "Give an https address of at most 1,000 characters."
  }
}

variable "alarm_actions" {
  description = "ARNs of the SNS topics (at most 5) that are notified of a failed or stopped execution: standard topics, in the pipeline's Region and account, without encryption or encrypted with kms_key_arn."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    # A rule takes no more targets.
    condition     = length(var.alarm_actions) <= 5 && length(distinct(var.alarm_actions)) == length(var.alarm_actions)
    error_message = "Name at most 5 topics, each once."
  }
  validation {
    condition     = alltrue([for arn in var.alarm_actions : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", arn))])
    error_message = "Give ARNs of standard topics: arn:aws:sns:<region>:<account>:<name>. A FIFO topic (.fifo) does not work."
  }
}

variable "staging" {
  description = "Where a release goes first: the environment, its account (12 digits), the role there that deploys, and the folder of its Terraform root if it is not infra/environments/<environment>/app."
  type = object({
    environment     = string
    account_id      = string
    deploy_role_arn = string
    root            = optional(string)
  })
  nullable = false

  validation {
    condition     = contains(["dev", "sit", "uat"], var.staging.environment)
    error_message = "Staging is dev, sit or uat."
  }
  validation {
    condition     = can(regex("^[0-9]{12}$", var.staging.account_id)) && can(regex("^arn:aws[a-z-]*:iam::${var.staging.account_id}:role/[^*]+$", var.staging.deploy_role_arn))
    error_message = "staging.deploy_role_arn must be a role of staging.account_id (12 digits)."
  }
}

variable "production" {
  description = "Where an approved release goes: as staging, for the environment prod. Null for a pipeline that ends with staging; then approval and deployment_window are null too."
  type = object({
    environment     = string
    account_id      = string
    deploy_role_arn = string
    root            = optional(string)
  })
  default = null

  validation {
    condition     = var.production == null || try(var.production.environment == "prod", false)
    error_message = "Production is prod."
  }
  validation {
    condition     = var.production == null || can(regex("^[0-9]{12}$", var.production.account_id)) && can(regex("^arn:aws[a-z-]*:iam::${var.production.account_id}:role/[^*]+$", var.production.deploy_role_arn))
    error_message = "production.deploy_role_arn must be a role of production.account_id (12 digits)."
  }
  validation {
    condition     = var.production == null || try(var.production.account_id != var.staging.account_id, false)
    error_message = "Staging and production are different accounts."
  }
  # Production without an approval would be a way around it, and an approval without production releases nothing.
  validation {
    condition     = length(distinct([var.production == null, var.approval == null, var.deployment_window == null])) == 1
    error_message = "Give production, approval and deployment_window, or none of them."
  }
}

variable "deployment_window" {
  description = "When a release may enter production; it waits until then. cron: 6 or 7 fields (second minute hour day month weekday [year]) that say every moment of the window, such as * * 9-15 ? * MON-FRI *. time_zone: Region/City, or UTC. Null without production."
  type = object({
    cron      = string
    time_zone = string
  })
  default = null

  validation {
    condition     = var.deployment_window == null || can(regex("^[0-9A-Za-z*?,/#-]+( [0-9A-Za-z*?,/#-]+){5,6}$", var.deployment_window.cron))
    error_message = "Give 6 or 7 fields with one blank between them, without cron(...): second minute hour day month weekday [year]."
  }
  validation {
    condition     = var.deployment_window == null || can(regex("^([A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+)+|UTC([+-][0-9]{2}:[0-9]{2})?)$", var.deployment_window.time_zone))
    error_message = "Give a time zone such as Europe/Berlin, or UTC. Abbreviations such as CST mean several."
  }
}

variable "terraform" {
  description = "The Terraform that deploys: its version, the SHA-256 of terraform_<version>_linux_amd64.zip (64 hexadecimal digits), and the address that has <version>/<zip> under it, such as HashiCorp's release site or a mirror. The address is asked only for what the artifact bucket does not have under terraform/."
  type = object({
    version      = string
    sha256       = string
    download_url = string
  })
  nullable = false

  validation {
    condition     = can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+$", var.terraform.version)) && try(tonumber(split(".", var.terraform.version)[0]) * 1000 + tonumber(split(".", var.terraform.version)[1]), 0) >= 1011
    error_message = "Give an exact version of Terraform, 1.11.0 or later."
  }
  validation {
    condition     = can(regex("^[0-9a-f]{64}$", var.terraform.sha256))
    error_message = "Give the SHA-256 from the release's own SHA256SUMS file: 64 lower-case hexadecimal digits."
  }
  validation {
    condition     = can(regex("^https://[^ ]+[^/ ]$", var.terraform.download_url))
    error_message = "Give an https address without a slash at its end."
  }
}

variable "build_image" {
  description = "CodeBuild's image. It must be one of CodeBuild's own with the AWS CLI, git and jq."
  type        = string
  default     = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
  nullable    = false

  validation {
    condition     = startswith(var.build_image, "aws/codebuild/amazonlinux-x86_64-standard:")
    error_message = "Give one of aws/codebuild/amazonlinux-x86_64-standard: the projects run on x86_64 and pull no other image."
  }
}

variable "deploy_timeout_minutes" {
  description = "Minutes that one deployment may take, canary included (30 to 480)."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.deploy_timeout_minutes >= 30 && var.deploy_timeout_minutes <= 480 && floor(var.deploy_timeout_minutes) == var.deploy_timeout_minutes
    error_message = "Give 30 to 480 minutes: it must be longer than the slowest canary."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role of this module."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:policy/", var.permissions_boundary_arn))
    error_message = "Give the ARN of an IAM policy."
  }
}

variable "log_retention_days" {
  description = "Days that the logs of the builds are kept; one of the numbers that CloudWatch Logs accepts."
  type        = number
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

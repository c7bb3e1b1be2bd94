variable "account_id" {
  description = "The tooling account, 12 digits. The plan stops if the credentials belong to another account."
  type        = string
  nullable    = false
}

variable "region" {
  description = "The AWS Region of all resources."
  type        = string
  nullable    = false
}

variable "owner" {
  description = "Team or address that is responsible for these resources; a tag."
  type        = string
  nullable    = false
}

variable "cost_center" {
  description = "Cost centre of these resources; a tag."
  type        = string
  nullable    = false
}

variable "repository" {
  description = "Where this code lives, as owner/name: what the pipeline takes its source from, and a tag."
  type        = string
  nullable    = false
}

variable "environment_accounts" {
  description = "The account id (12 digits) of each environment: sandbox, dev, sit, uat, prod."
  type        = map(string)
  nullable    = false

  validation {
    condition     = toset(keys(var.environment_accounts)) == toset(["sandbox", "dev", "sit", "uat", "prod"])
    error_message = "environment_accounts needs exactly the keys sandbox, dev, sit, uat and prod."
  }
  validation {
    condition     = alltrue([for id in values(var.environment_accounts) : can(regex("^[0-9]{12}$", id))])
    error_message = "An account id in environment_accounts is not 12 digits."
  }
  validation {
    condition     = length(distinct(values(var.environment_accounts))) == length(var.environment_accounts)
    error_message = "Two environments in environment_accounts share an account; each has its own."
  }
}

variable "release" {
  description = "The release of the functions that run here, as tools/deploy/resolve.sh writes it: the commit (40 hexadecimal digits) and its time (RFC 3339), its tag if it has one, the prefix of its artifacts in the bucket, and for each function the base64 SHA-256 of its zip."
  type = object({
    sha         = string
    tag         = optional(string)
    prefix      = optional(string, "lambda")
    commit_time = optional(string)
    artifacts   = map(object({ code_sha256 = string }))
  })
  nullable = false
}

variable "artifact_bucket" {
  description = "Name of the bucket that holds the artifacts of every release."
  type        = string
  nullable    = false
}

variable "connection_arn" {
  description = "ARN of the connection to the source's host. It is made in the console, because someone there must agree."
  type        = string
  nullable    = false
}

variable "deployment_window" {
  description = "When a release may enter production: a cron expression of CodePipeline and an IANA time zone."
  type = object({
    cron      = string
    time_zone = string
  })
  nullable = false
}

variable "terraform" {
  description = "The Terraform that deploys: its version, the SHA-256 of terraform_<version>_linux_amd64.zip (64 hexadecimal digits), and the https address that has <version>/<zip> under it."
  type = object({
    version      = string
    sha256       = string
    download_url = string
  })
  nullable = false
}

variable "approvals" {
  description = <<-EOT
    Who approves Switchboard's own releases, and how they are asked: the verified sender and its domain, scheme and host of the
    links (null until the first apply has shown the function's address), where the staged release can be viewed without AWS
    access, a contact for questions, the hosts of release notes, the domains of commit authors who hear the outcome, and whose mails and pages they are (`brand`). The earlier of `timeout_minutes`, the pipeline's, and `decide_within_minutes` ends a request.
  EOT
  type = object({
    sender                 = string
    sender_domain          = string
    manage_sender_identity = optional(bool, true)
    base_url               = optional(string)
    brand = optional(object({
      name           = optional(string)
      accent         = optional(string)
      accent_on_dark = optional(string)
      logo_file      = optional(string)
      contact        = optional(string)
    }), {})
    review_url            = string
    timeout_minutes       = optional(number, 10080)
    approvals_needed      = optional(number, 1)
    rejections_needed     = optional(number, 1)
    notes_hosts           = optional(list(string))
    author_domains        = optional(list(string))
    contact               = optional(string)
    decide_within_minutes = optional(number)
    reserved_concurrency = optional(object({
      request  = optional(number, 10)
      decision = optional(number, 20)
      sweep    = optional(number, 2)
    }), {})
    approvers = list(object({
      email     = string
      name      = string
      language  = optional(string)
      time_zone = optional(string)
    }))
  })
  nullable = false
}

variable "deployment_config_name" {
  description = "How CodeDeploy moves traffic to a new version of the approval functions."
  type        = string
  default     = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that logs are kept; one of the numbers that CloudWatch Logs accepts."
  type        = number
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that alarms are mailed to. Each must confirm its subscription."
  type        = list(string)
  default     = []
  nullable    = false
}

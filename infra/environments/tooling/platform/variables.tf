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

variable "artifact_bucket" {
  description = "Name of the bucket for the artifacts of every release; unique in all of AWS."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that the bucket's access logs are kept."
  type        = number
  default     = 365
  nullable    = false
}

variable "environment" {
  description = "Environment: sandbox, dev, sit, uat, prod or tooling."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["sandbox", "dev", "sit", "uat", "prod", "tooling"], var.environment)
    error_message = "Choose sandbox, dev, sit, uat, prod or tooling."
  }
}

variable "owner" {
  description = "Team that is responsible for the resources. At most 256 letters, digits, blanks and _ . : / = + - @."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.:/=+@-][A-Za-z0-9 _.:/=+@-]{0,255}$", var.owner))
    error_message = "Name the owner in 1 to 256 letters, digits, blanks and _ . : / = + - @, the characters that every service takes in a tag."
  }
}

variable "cost_center" {
  description = "Cost center that pays, such as CC-1234. Letters, digits and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9-]{1,64}$", var.cost_center))
    error_message = "Give the cost center in 1 to 64 letters, digits and hyphens."
  }
}

variable "repository" {
  description = "Repository that the configuration is kept in, as owner/name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "Give the repository as owner/name."
  }
}

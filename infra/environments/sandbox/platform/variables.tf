variable "environment" {
  description = "Which environment this is."
  type        = string
  nullable    = false
}

variable "account_id" {
  description = "The environment's AWS account, 12 digits. The plan stops if the credentials belong to another account."
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
  description = "Repository of this code, as owner/name; a tag."
  type        = string
  nullable    = false
}

variable "connect" {
  description = <<-EOT
    The Amazon Connect instance: its alias, which must be unique in AWS; how its users sign in (SAML or
    CONNECT_MANAGED); the phone number to claim (country code, type TOLL_FREE or DID) or, by `adopt_arn`, to take over;
    and whether flow logs are kept, which hold callers' numbers.
  EOT
  type = object({
    alias               = string
    identity_management = optional(string, "SAML")
    phone_number = object({
      country_code = string
      type         = string
      adopt_arn    = optional(string)
    })
    contact_flow_logs = optional(bool, false)
  })
  nullable = false
}

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

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

variable "connect_alias" {
  description = "The alias of the Amazon Connect instance that the platform root created."
  type        = string
  nullable    = false
}

variable "release" {
  description = "The release, as tools/deploy/resolve.sh writes it: the commit (40 hexadecimal digits) and its time (RFC 3339), its tag if it has one, the prefix of its artifacts in the bucket, and for each function the base64 SHA-256 of its zip."
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
  description = "Name of the bucket in the tooling account that holds the artifacts of every release."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that logs are kept; one of the numbers that CloudWatch Logs accepts."
  type        = number
  default     = 30
  nullable    = false
}

variable "deployment_config_name" {
  description = "How CodeDeploy moves traffic to a new version, such as CodeDeployDefault.LambdaCanary10Percent5Minutes."
  type        = string
  default     = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
  nullable    = false
}

variable "reserved_concurrency" {
  description = "Reserved concurrency of each function: how many instances may run at once, reserved from the account's quota."
  type = object({
    vanity_convert  = optional(number, 50)
    vanity_lookup   = optional(number, 20)
    synthetic_probe = optional(number, 8)
  })
  default  = {}
  nullable = false
}

variable "vanity_numbers_retention_days" {
  description = "Days after the last call until a caller is deleted."
  type        = number
  default     = 365
  nullable    = false
}

variable "api" {
  description = <<-EOT
    The HTTP API. `authorization`: AWS_IAM, or JWT with issuer and audience. `throttling`: requests a second, and how many at
    once. `domain`: a name of its own, with a certificate that ACM validates in the hosted zone, or an imported self-signed
    one (PEM) where the environment allows it, and a truststore for mutual TLS.
  EOT
  type = object({
    authorization = optional(object({
      type     = string
      issuer   = optional(string)
      audience = optional(list(string))
    }), { type = "AWS_IAM" })
    throttling = optional(object({
      rate  = number
      burst = number
    }), { rate = 50, burst = 100 })
    domain = optional(object({
      name           = string
      hosted_zone_id = optional(string)
      self_signed    = optional(object({ certificate_pem = string }))
      mutual_tls = optional(object({
        truststore_uri     = string
        truststore_version = string
      }))
    }))
  })
  default  = {}
  nullable = false
}

variable "contact_flow" {
  description = "Values of the contact flow's variables that differ from flows.yaml."
  type = object({
    values = optional(map(string), {})
  })
  default  = {}
  nullable = false
}

variable "hours" {
  description = "When agents are available: an IANA time zone, and for each day its opening and closing time (24 hours)."
  type = object({
    time_zone = string
    days = list(object({
      day   = string
      open  = string
      close = string
    }))
  })
  default = {
    time_zone = "America/New_York"
    days = [
      { day = "MONDAY", open = "08:00", close = "18:00" },
      { day = "TUESDAY", open = "08:00", close = "18:00" },
      { day = "WEDNESDAY", open = "08:00", close = "18:00" },
      { day = "THURSDAY", open = "08:00", close = "18:00" },
      { day = "FRIDAY", open = "08:00", close = "18:00" },
    ]
  }
  nullable = false
}

variable "administrator" {
  description = "The person who administers the Amazon Connect instance, by SAML; null for none."
  type = object({
    name       = string
    first_name = string
    last_name  = string
    email      = string
  })
  default = null
}

variable "synthetic_phone_number" {
  description = "The number that the synthetic caller calls from, E.164. Its entry in the table is not a person's."
  type        = string
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that alarms are mailed to. Each must confirm its subscription."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "approvals" {
  description = <<-EOT
    Release approvals for pipelines of this account; null for none. `pipelines`: for each pipeline its approval stage and
    action (or several as `actions`), and the approvers. `sender` and `sender_domain`: the identity that mails; `manage_sender_identity` is false where the
    account has it already. `base_url`: scheme and host of the links, null until the first apply has shown the function's address.
    `brand`: whose mails and pages they are (name, colors, a logo as a PNG file beside this one, a contact).
  EOT
  type = object({
    pipelines = map(object({
      stage   = optional(string)
      action  = optional(string)
      actions = optional(list(string))
      approvers = list(object({
        email     = string
        name      = string
        language  = optional(string)
        time_zone = optional(string)
      }))
      approvals_needed      = optional(number)
      rejections_needed     = optional(number)
      staging_hosts         = optional(list(string))
      notes_hosts           = optional(list(string))
      author_domains        = optional(list(string))
      decide_within_minutes = optional(number)
      contact               = optional(string)
    }))
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
    retention_days = optional(number, 400)
    delivery       = optional(string, "lambda")
    reserved_concurrency = optional(object({
      request  = optional(number, 10)
      decision = optional(number, 20)
      sweep    = optional(number, 2)
    }), {})
  })
  default = null
}

variable "feature_flags" {
  description = "Feature flags: what each is for and whether it is on."
  type = map(object({
    description = string
    enabled     = optional(bool, false)
  }))
  default  = {}
  nullable = false
}

variable "released_flags" {
  description = "Flags that may be on in production."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "chaos" {
  description = "Whether to create fault injection experiments, where the environment allows them. They are started by hand."
  type        = bool
  default     = false
  nullable    = false
}

variable "delivery_bus_arn" {
  description = "ARN of the event bus in the tooling account that counts deployments; null to send nothing."
  type        = string
  default     = null
}

variable "self_signed_private_key_pem" {
  description = "The private key of the self-signed certificate (PEM). It is not stored in the state."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true
}

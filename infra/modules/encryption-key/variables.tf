variable "name" {
  description = "Name of the key's alias, without `alias/`, such as switchboard."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,61}$", var.name)) && !startswith(var.name, "aws")
    error_message = "Give lower-case letters, digits and hyphens, without alias/ and not beginning with aws, which Amazon keeps for itself."
  }
}

variable "reader_role_arns" {
  description = "ARNs of roles, of other accounts as a rule, that may decrypt what S3 has encrypted with the key: those who read artifacts."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for arn in var.reader_role_arns :
      can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))
    ])
    error_message = "Give full ARNs of IAM roles, such as arn:aws:iam::111122223333:role/switchboard-deploy, without wildcards."
  }
}

variable "name" {
  description = "Name of the table, such as approvals: the functions' setting APPROVALS_TABLE."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,254}$", var.name))
    error_message = "name must be 3 to 255 lower-case letters, digits and hyphens, such as approvals."
  }
}

variable "kms_key_arn" {
  description = "ARN of the customer-managed KMS key that encrypts the table, its index and its backups."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:", var.kms_key_arn)) && !strcontains(var.kms_key_arn, ":alias/")
    error_message = "kms_key_arn must be the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>), not its alias or id."
  }
}

variable "deletion_protection" {
  description = "Whether DynamoDB refuses to delete the table. Turn it off only as the first step of removing the table for good."
  type        = bool
  default     = true
  nullable    = false
}

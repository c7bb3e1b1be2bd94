output "kms_key_arn" {
  description = "ARN of the key that encrypts everything in the account."
  value       = module.encryption_key.key_arn
}

output "instance_id" {
  description = "Id of the Amazon Connect instance."
  value       = module.connect_instance.instance_id
}

output "instance_arn" {
  description = "ARN of the Amazon Connect instance."
  value       = module.connect_instance.instance_arn
}

output "phone_number" {
  description = "The number that callers dial, E.164."
  value       = module.connect_instance.phone_number
  sensitive   = true
}

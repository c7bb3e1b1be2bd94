output "instance_id" {
  description = "Id of the Amazon Connect instance."
  value       = module.platform.instance_id
}

output "phone_number" {
  description = "The number that callers dial, E.164."
  value       = module.platform.phone_number
  sensitive   = true
}

output "instance_id" {
  description = "Id of the instance."
  value       = aws_connect_instance.this.id
}

output "instance_arn" {
  description = "ARN of the instance."
  value       = aws_connect_instance.this.arn
}

output "phone_number_id" {
  description = "Id of the number that callers dial; also in the SSM parameter /switchboard/connect/phone-number-id."
  value       = local.phone_number_id
}

output "phone_number_arn" {
  description = "ARN of the number that callers dial."
  value       = local.phone_number_arn
}

output "phone_number" {
  description = "The number that callers dial, E.164; null for an adopted one, because AWS does not look a number up by its ARN."
  value       = local.phone_number_e164
  sensitive   = true
}

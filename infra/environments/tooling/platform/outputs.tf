output "artifact_bucket" {
  description = "Name of the bucket that holds the artifacts of every release."
  value       = module.artifact_store.bucket_name
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts the artifacts; deploy roles of other accounts decrypt with it."
  value       = module.encryption_key.key_arn
}

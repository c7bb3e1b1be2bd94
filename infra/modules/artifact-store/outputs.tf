output "bucket_name" {
  description = "Name of the bucket that holds the artifacts of every release."
  value       = aws_s3_bucket.this.bucket
}

output "bucket_arn" {
  description = "ARN of that bucket."
  value       = local.bucket_arn
}

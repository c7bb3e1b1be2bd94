output "state_bucket_name" {
  description = "Name of the bucket that holds the states of this account."
  value       = local.state_bucket
}

output "state_key_alias" {
  description = "Alias of the key that encrypts the states."
  value       = local.state_alias
}

output "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role."
  value       = local.boundary_arn
}

output "role_arns" {
  description = "ARNs of the roles by purpose: what GitHub's environment variables and people's profiles name."
  value = merge(
    { plan = aws_iam_role.plan.arn, deploy = aws_iam_role.deploy.arn },
    { for purpose, role in aws_iam_role.publish : purpose => role.arn },
    { for purpose, role in aws_iam_role.people : purpose => role.arn },
  )
}

output "backend" {
  description = "What `terraform init -backend-config` takes when this root's own state moves into the bucket."
  value       = <<-EOT
    bucket              = "${local.state_bucket}"
    key                 = "${var.environment}/bootstrap.tfstate"
    region              = "${var.region}"
    kms_key_id          = "${local.state_alias}"
    encrypt             = true
    use_lockfile        = true
    allowed_account_ids = ["${var.account_id}"]
  EOT
}

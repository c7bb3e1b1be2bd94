resource "aws_cloudwatch_log_group" "resolve" {
  name              = "/aws/codebuild/${var.name}-resolve"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_group" "deploy" {
  for_each = local.deployments

  name              = "/aws/codebuild/${var.name}-deploy-${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

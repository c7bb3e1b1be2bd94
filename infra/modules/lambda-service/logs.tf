# Lambda would create the group at the first line, without a key and without retention. The role may not create groups, and
# the function refers to this one, so it exists before the function.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

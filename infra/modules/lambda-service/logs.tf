# Lambda would make the group by itself on the first line, without a key and for ever. The role may not make groups, and
# the function refers to this one, so it is there before the function.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

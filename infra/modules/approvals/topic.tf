data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region
  account   = data.aws_caller_identity.current.account_id

  # Until the address is known, nothing may open a request or send a link.
  open = var.base_url != null
}

# A standard topic: an approval action sends no message group, and a FIFO topic cannot invoke Lambda.
resource "aws_sns_topic" "this" {
  name              = var.name
  fifo_topic        = false
  kms_master_key_id = var.kms_key_arn
  signature_version = 2
}

# CodePipeline publishes as the pipeline's service role, not as a service principal, so the condition
# keys aws:SourceAccount and aws:SourceArn would be missing. The principal is the account: its IAM
# policies decide who may publish, and the denial narrows that down to the roles.
resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "AllowPublishersOfThisAccount"
          Effect    = "Allow"
          Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
          Action    = "sns:Publish"
          Resource  = aws_sns_topic.this.arn
          Condition = { StringEquals = { "aws:PrincipalAccount" = local.account } }
        },
        {
          Sid       = "DenyUnencryptedTransport"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sns:Publish"
          Resource  = aws_sns_topic.this.arn
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
      ],
      [
        for role_arns in [var.publisher_role_arns] : {
          Sid       = "DenyOtherPublishers"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sns:Publish"
          Resource  = aws_sns_topic.this.arn
          Condition = { ArnNotEquals = { "aws:PrincipalArn" = role_arns } }
        } if length(role_arns) > 0
      ],
    )
  })
}

moved {
  from = aws_sns_topic_policy.this["standard"]
  to   = aws_sns_topic_policy.this
}

resource "aws_lambda_permission" "topic" {
  count = var.delivery == "lambda" ? 1 : 0

  statement_id  = "AllowApprovalTopic"
  function_name = module.request.function_name
  qualifier     = module.request.alias_name
  action        = "lambda:InvokeFunction"
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.this.arn
}

resource "aws_sns_topic_subscription" "lambda" {
  count = local.open && var.delivery == "lambda" ? 1 : 0

  topic_arn      = aws_sns_topic.this.arn
  protocol       = "lambda"
  endpoint       = module.request.alias_arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn })

  depends_on = [
    aws_lambda_function_url.this,
    aws_lambda_permission.invoke_by_url,
    aws_lambda_permission.topic,
    aws_lambda_permission.url,
    aws_sqs_queue_policy.this,
  ]
}

locals {
  failure_statements = flatten([for queue in aws_sqs_queue.failures : [
    {
      Sid      = "KeepFailures"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = queue.arn
    },
    # A sender to an encrypted queue generates a data key, or decrypts one that is still in use.
    {
      Sid      = "EncryptFailures"
      Effect   = "Allow"
      Action   = ["kms:GenerateDataKey", "kms:Decrypt"]
      Resource = var.kms_key_arn
      Condition = {
        StringEquals = { "kms:ViaService" = "sqs.${data.aws_region.current.region}.${data.aws_partition.current.dns_suffix}" }
      }
    },
  ]])
}

resource "aws_sqs_queue" "failures" {
  count = var.asynchronous ? 1 : 0

  name              = "${var.name}-failures"
  kms_master_key_id = var.kms_key_arn

  # Fourteen days, the maximum: a person must find the time to look.
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue_policy" "failures" {
  count = var.asynchronous ? 1 : 0

  queue_url = aws_sqs_queue.failures[0].url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyPlainHttp"
      Effect    = "Deny"
      Principal = "*"
      # A denial must cover every action, including future ones; SQS accepts at most seven named actions.
      Action    = "sqs:*"
      Resource  = aws_sqs_queue.failures[0].arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_lambda_function_event_invoke_config" "live" {
  count = var.asynchronous ? 1 : 0

  function_name = aws_lambda_alias.live.function_name
  qualifier     = aws_lambda_alias.live.name

  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failures[0].arn
    }
  }

  # Lambda refuses a destination that the role may not send to.
  depends_on = [aws_iam_role_policy.this]
}

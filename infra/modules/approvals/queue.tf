locals {
  # Six times the function's timeout, as Lambda recommends.
  visibility_timeout_seconds = 6 * local.timeout_seconds.request
  dead_letter_retention      = 14 * 24 * 3600

  # The sender of each queue. The schedule sends as its role, which needs no statement here.
  senders = merge(
    { dead_letters = { queue = aws_sqs_queue.dead_letters, service = "sns", source_arn = aws_sns_topic.this.arn } },
    { for rule in aws_cloudwatch_event_rule.approval_over : "sweep_dead_letters" => { queue = aws_sqs_queue.sweep_dead_letters, service = "events", source_arn = rule.arn } },
    { for queue in aws_sqs_queue.requests : "requests" => { queue = queue, service = "sns", source_arn = aws_sns_topic.this.arn } },
  )
}

# Messages that the topic could not deliver, and those that failed five times in the queue.
resource "aws_sqs_queue" "dead_letters" {
  name                      = "${var.name}-dead-letters"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = local.dead_letter_retention
}

resource "aws_sqs_queue" "requests" {
  count = var.delivery == "queue" ? 1 : 0

  name                       = var.name
  kms_master_key_id          = var.kms_key_arn
  visibility_timeout_seconds = local.visibility_timeout_seconds
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  count = var.delivery == "queue" ? 1 : 0

  queue_url            = aws_sqs_queue.dead_letters.url
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.requests[0].arn] })
}

resource "aws_sqs_queue" "sweep_dead_letters" {
  name                      = "${var.name}-sweep-dead-letters"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = local.dead_letter_retention
}

resource "aws_sqs_queue_policy" "this" {
  for_each = local.senders

  queue_url = each.value.queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowSource"
        Effect    = "Allow"
        Principal = { Service = "${each.value.service}.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = each.value.queue.arn
        Condition = { ArnEquals = { "aws:SourceArn" = each.value.source_arn } }
      },
      {
        Sid       = "DenyUnencryptedTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["sqs:ReceiveMessage", "sqs:SendMessage"]
        Resource  = each.value.queue.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# Without raw delivery: the envelope names the topic, and the function allows both the queue and the topic.
resource "aws_sns_topic_subscription" "queue" {
  count = local.open && var.delivery == "queue" ? 1 : 0

  topic_arn            = aws_sns_topic.this.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.requests[0].arn
  raw_message_delivery = false
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn })

  depends_on = [
    aws_lambda_function_url.this,
    aws_lambda_permission.invoke_by_url,
    aws_lambda_permission.url,
    aws_sqs_queue_policy.this,
  ]
}

# One message per invocation: each may send twenty mails.
resource "aws_lambda_event_source_mapping" "this" {
  count = local.open && var.delivery == "queue" ? 1 : 0

  event_source_arn        = aws_sqs_queue.requests[0].arn
  function_name           = module.request.alias_arn
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 2
  }

  # Lambda checks that the role may read the queue when it creates the mapping.
  depends_on = [module.request]
}

moved {
  from = aws_lambda_event_source_mapping.this["standard"]
  to   = aws_lambda_event_source_mapping.this[0]
}

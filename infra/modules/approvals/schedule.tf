resource "aws_scheduler_schedule_group" "this" {
  name = var.name
}

resource "aws_iam_role" "schedule" {
  name                 = "${var.name}-schedule"
  description          = "EventBridge Scheduler: invokes approval-sweep"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AllowScheduleGroup"
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      # Scheduler names the group, not the schedule.
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = aws_scheduler_schedule_group.this.arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "schedule" {
  name = "invoke-sweep"
  role = aws_iam_role.schedule.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "InvokeSweep"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = module.sweep.alias_arn
      },
      {
        Sid      = "KeepDeadLetters"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.sweep_dead_letters.arn
      },
      {
        Sid      = "UseTheKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = var.kms_key_arn
      },
    ]
  })
}

resource "aws_scheduler_schedule" "sweep" {
  count = local.open ? 1 : 0

  name                = "${var.name}-sweep"
  group_name          = aws_scheduler_schedule_group.this.name
  description         = "Looks after requests for approval"
  schedule_expression = "rate(1 minute)"
  kms_key_arn         = var.kms_key_arn

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = module.sweep.alias_arn
    role_arn = aws_iam_role.schedule.arn
    input    = jsonencode({ source = "switchboard.schedule" })

    # The next one comes in a minute and does what this one did not.
    retry_policy {
      maximum_event_age_in_seconds = 60
      maximum_retry_attempts       = 2
    }

    dead_letter_config {
      arn = aws_sqs_queue.sweep_dead_letters.arn
    }
  }

  depends_on = [
    aws_iam_role_policy.schedule,
    aws_lambda_function_url.this,
    aws_lambda_permission.invoke_by_url,
    aws_lambda_permission.url,
  ]
}

resource "aws_cloudwatch_event_rule" "approval_over" {
  count = local.open ? 1 : 0

  name        = "${var.name}-over"
  description = "An approval action of a guarded pipeline is over"
  event_pattern = jsonencode({
    source      = ["aws.codepipeline"]
    account     = [local.account]
    region      = [local.region]
    detail-type = ["CodePipeline Action Execution State Change"]
    detail = {
      pipeline = sort(keys(var.pipelines))
      state    = ["SUCCEEDED", "FAILED", "ABANDONED", "CANCELED"]
      type     = { category = ["Approval"] }
    }
  })
}

resource "aws_lambda_permission" "approval_over" {
  count = local.open ? 1 : 0

  statement_id  = "AllowApprovalOver"
  function_name = module.sweep.function_name
  qualifier     = module.sweep.alias_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.approval_over[0].arn
}

# The whole event: the function reads which action is over.
resource "aws_cloudwatch_event_target" "approval_over" {
  count = local.open ? 1 : 0

  rule = aws_cloudwatch_event_rule.approval_over[0].name
  arn  = module.sweep.alias_arn

  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 10
  }

  dead_letter_config {
    arn = aws_sqs_queue.sweep_dead_letters.arn
  }

  depends_on = [aws_lambda_permission.approval_over, aws_sqs_queue_policy.this]
}

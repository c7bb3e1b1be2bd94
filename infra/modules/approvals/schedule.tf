module "schedule" {
  source = "../schedule"

  name                  = "${var.name}-sweep"
  description           = "Looks after requests for approval"
  enabled               = local.open
  schedule_expression   = "rate(1 minute)"
  target_alias_arn      = module.sweep.alias_arn
  input                 = jsonencode({ source = "switchboard.schedule" })
  dead_letter_queue_arn = aws_sqs_queue.sweep_dead_letters.arn

  # The next run is a minute later and does what this one did not.
  retry_policy = { maximum_event_age_seconds = 60, maximum_attempts = 2 }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn

  depends_on = [
    aws_lambda_function_url.this,
    aws_lambda_permission.invoke_by_url,
    aws_lambda_permission.url,
  ]
}

locals {
  guarded_actions = flatten(values(local.actions))

  over_pattern = jsonencode({
    source  = ["aws.codepipeline"]
    account = [local.account]
    region  = [local.region]
    # One rule for both: each would need a permission of its own on the function, whose policy Lambda
    # changes one statement at a time.
    "$or" = [
      {
        detail-type = ["CodePipeline Action Execution State Change"]
        # The lists also match an action's name in the stage of another. The sweep finds no request of it.
        detail = {
          pipeline = sort(keys(var.pipelines))
          stage    = sort(distinct([for action in local.guarded_actions : split("/", action)[0]]))
          action   = sort(distinct([for action in local.guarded_actions : split("/", action)[1]]))
          state    = ["SUCCEEDED", "FAILED", "ABANDONED", "CANCELED"]
          type     = { category = ["Approval"] }
        }
      },
      {
        detail-type = ["CodePipeline Pipeline Execution State Change"]
        detail = {
          pipeline = sort(keys(var.pipelines))
          state    = ["SUCCEEDED", "FAILED", "STOPPED", "SUPERSEDED", "CANCELED"]
        }
      },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "approval_over" {
  count = local.open ? 1 : 0

  name          = "${var.name}-over"
  description   = "An approval action or an execution of a guarded pipeline is over"
  event_pattern = local.over_pattern

  lifecycle {
    precondition {
      condition     = length(local.over_pattern) <= 2048
      error_message = "The event pattern of the guarded actions has ${length(local.over_pattern)} characters, and EventBridge allows 2048. Guard fewer actions, or give them shorter names."
    }
  }
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

# The whole event: the function reads which action or execution ended.
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

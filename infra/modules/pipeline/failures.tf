# Notifies people that a release failed: otherwise it is only visible in the console.
locals {
  tells_of_failures = length(var.alarm_actions) > 0
  failed_rule_name  = "${var.name}-failed"
  failed_rule_arn   = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${local.failed_rule_name}"
}

resource "aws_cloudwatch_event_rule" "failed" {
  count = local.tells_of_failures ? 1 : 0

  name        = local.failed_rule_name
  description = "Tells people that an execution of the pipeline ${var.name} failed or was stopped."

  event_pattern = jsonencode({
    source      = ["aws.codepipeline"]
    detail-type = ["CodePipeline Pipeline Execution State Change"]
    detail = {
      pipeline = [var.name]
      state    = ["FAILED", "STOPPED"]
    }
  })
}

resource "aws_cloudwatch_event_target" "failed" {
  # By index, because the topics' ARNs may be unknown before they exist.
  count = length(var.alarm_actions)

  rule      = aws_cloudwatch_event_rule.failed[0].name
  target_id = "topic-${count.index}"
  arn       = var.alarm_actions[count.index]
  role_arn  = aws_iam_role.failed[0].arn

  input_transformer {
    input_paths = {
      pipeline  = "$.detail.pipeline"
      state     = "$.detail.state"
      execution = "$.detail.execution-id"
    }
    # Not jsonencode, which would write the angle brackets as escapes.
    input_template = "\"The release pipeline <pipeline> ended as <state>: execution <execution>. Look at that execution's stages to see why.\""
  }

  lifecycle {
    precondition {
      condition     = split(":", var.alarm_actions[count.index])[3] == local.region
      error_message = "A topic of alarm_actions is in another Region than the pipeline, and a rule publishes only to its own."
    }
  }

  depends_on = [aws_iam_role_policy.failed]
}

# A role rather than the topics' policies: for EventBridge these cannot have conditions, so they would let the rules of
# every account publish.
resource "aws_iam_role" "failed" {
  count = local.tells_of_failures ? 1 : 0

  name                 = local.failed_rule_name
  description          = "Publishes that a release of the pipeline ${var.name} failed."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Rule"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = local.failed_rule_arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "failed" {
  count = local.tells_of_failures ? 1 : 0

  name = "publish"
  role = aws_iam_role.failed[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "TellPeople"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = var.alarm_actions
      },
      {
        Sid       = "UseTheKeyOfTheTopics"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = ["sns.${local.region}.amazonaws.com"] } }
      },
    ]
  })
}

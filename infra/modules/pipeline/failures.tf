# Notifies people that a release failed: otherwise it is only visible in the console.
locals {
  tells_of_failures = length(var.alarm_actions) > 0
  failed_rule_name  = "${var.name}-failed"
  failure_consequence = (
    local.reaches_production
    ? "If Production failed, CodePipeline returns to the release before: see that this succeeds, and otherwise run tools/deploy/rollback.sh."
    : "${var.staging.environment} may be left half way: release a later tag, or this one again."
  )
  failed_rule_arn = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${local.failed_rule_name}"
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
    input_template = "\"Execution <execution> of the pipeline <pipeline> ended as <state>. Its stages show where; a rejected approval ends like this too. ${local.failure_consequence}\""
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

# The rule's own failure would be silent, so CloudWatch reports it, and not another rule.
module "rule_alarm" {
  source = "../event-rule-alarm"
  count  = local.tells_of_failures ? 1 : 0

  name          = "${var.name}-failed-not-told"
  rules         = [{ name = aws_cloudwatch_event_rule.failed[0].name }]
  consequence   = "Nobody is told that an execution of the pipeline ${var.name} failed."
  alarm_actions = var.alarm_actions
}

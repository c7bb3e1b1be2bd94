data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.region
  partition = data.aws_partition.current.partition

  rule_alarm_name = "${var.name}-delivery-rules"

  patterns = {
    deployments = {
      source      = ["aws.codedeploy"]
      detail-type = ["CodeDeploy Deployment State-change Notification"]
    }
    alarms = {
      source      = ["aws.cloudwatch"]
      detail-type = ["CloudWatch Alarm State Change"]
      # Without the alarm on these rules: if they fail, each of its changes would fail too and set it off again.
      detail = { alarmName = [{ "anything-but" = [local.rule_alarm_name] }] }
    }
    # Events that the deploy jobs send themselves (tools/deploy/tell.sh).
    jobs = {
      source = ["switchboard.delivery"]
    }
  }

  rule_arns = {
    for kind, pattern in local.patterns : kind => "arn:${local.partition}:events:${local.region}:${local.account}:rule/${var.name}-delivery-${kind}"
  }
}

resource "aws_cloudwatch_event_rule" "forward" {
  for_each = local.patterns

  name          = "${var.name}-delivery-${each.key}"
  description   = "Sends ${each.key} to the delivery metrics in the tooling account."
  event_pattern = jsonencode(each.value)
}

resource "aws_cloudwatch_event_target" "bus" {
  for_each = local.patterns

  rule      = aws_cloudwatch_event_rule.forward[each.key].name
  target_id = "delivery-bus"
  arn       = var.bus_arn
  role_arn  = aws_iam_role.forward.arn
}

resource "aws_iam_role" "forward" {
  name                 = "${var.name}-delivery-events"
  description          = "Sends events to the delivery metrics in the tooling account."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Rules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = values(local.rule_arns) }
      }
    }]
  })
}

resource "aws_iam_role_policy" "forward" {
  name = "forward"
  role = aws_iam_role.forward.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "SendToTheBus"
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = var.bus_arn
    }]
  })
}

module "rule_alarm" {
  source = "../event-rule-alarm"

  name          = local.rule_alarm_name
  rules         = [for kind in keys(local.patterns) : { name = aws_cloudwatch_event_rule.forward[kind].name }]
  consequence   = "Deployments and alarms of this account are missing from the delivery metrics."
  alarm_actions = var.alarm_actions
}

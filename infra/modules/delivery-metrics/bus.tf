data "aws_partition" "current" {}

resource "aws_cloudwatch_event_bus" "this" {
  name               = var.name
  description        = "Deployments and alarms of every environment."
  kms_key_identifier = var.kms_key_arn
}

resource "aws_cloudwatch_event_bus_policy" "this" {
  event_bus_name = aws_cloudwatch_event_bus.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "EnvironmentsSendEvents"
      Effect = "Allow"
      Principal = { AWS = [
        for id in sort(var.source_account_ids) : "arn:${data.aws_partition.current.partition}:iam::${id}:root"
      ] }
      Action   = "events:PutEvents"
      Resource = aws_cloudwatch_event_bus.this.arn
    }]
  })
}

locals {
  rule_alarm_name = "${var.name}-rules"

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

  # This account's own events are on its default bus.
  rules = merge([
    for bus, bus_name in { environments = aws_cloudwatch_event_bus.this.name, own = "default" } : {
      for kind, pattern in local.patterns : "${bus}-${kind}" => { bus_name = bus_name, pattern = pattern }
    }
  ]...)
}

resource "aws_cloudwatch_event_rule" "log" {
  for_each = local.rules

  name           = "${var.name}-${each.key}"
  description    = "Writes ${each.key} to the log that delivery is measured by."
  event_bus_name = each.value.bus_name
  event_pattern  = jsonencode(each.value.pattern)
}

resource "aws_cloudwatch_event_target" "log" {
  for_each = local.rules

  rule           = aws_cloudwatch_event_rule.log[each.key].name
  event_bus_name = each.value.bus_name
  target_id      = "delivery-log"
  arn            = aws_cloudwatch_log_group.this.arn

  depends_on = [aws_cloudwatch_log_resource_policy.this]
}

module "rule_alarm" {
  source = "../event-rule-alarm"

  name          = local.rule_alarm_name
  rules         = [for rule in values(aws_cloudwatch_event_rule.log) : { name = rule.name, event_bus_name = rule.event_bus_name }]
  consequence   = "Deployments and alarms are missing from the delivery metrics."
  alarm_actions = var.alarm_actions
}

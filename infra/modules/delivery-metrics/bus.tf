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
  patterns = {
    pipelines = {
      source      = ["aws.codepipeline"]
      detail-type = ["CodePipeline Pipeline Execution State Change", "CodePipeline Stage Execution State Change"]
    }
    deployments = {
      source      = ["aws.codedeploy"]
      detail-type = ["CodeDeploy Deployment State-change Notification"]
    }
    alarms = {
      source      = ["aws.cloudwatch"]
      detail-type = ["CloudWatch Alarm State Change"]
    }
    # Events that the deploy jobs send themselves, where no AWS pipeline runs.
    jobs = {
      source = ["switchboard.delivery"]
    }
  }

  # The pipeline is in this account, and AWS publishes its events on the account's default bus.
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

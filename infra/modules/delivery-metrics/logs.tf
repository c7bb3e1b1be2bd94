resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/events/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_resource_policy" "this" {
  policy_name = var.name

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "RulesWriteEvents"
      Effect = "Allow"
      # EventBridge writes by way of the log delivery service.
      Principal = { Service = ["delivery.logs.amazonaws.com", "events.amazonaws.com"] }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "${aws_cloudwatch_log_group.this.arn}:*"
    }]
  })
}

locals {
  told    = "($.source = \"switchboard.delivery\") && ($.detail-type = \"Deployment\")"
  ended   = "(($.detail.outcome = \"succeeded\") || ($.detail.outcome = \"failed\"))"
  release = "${local.told} && ($.detail.kind = \"release\")"

  # The jobs tell, and not the pipelines: those run in two environments only, and their stages also fail when nothing was
  # deployed, such as after a rejection.
  filters = {
    deployments = {
      metric     = "Deployments"
      pattern    = "{ ${local.release} && ${local.ended} }"
      dimensions = { Target = "$.detail.environment" }
    }
    failed-deployments = {
      metric     = "FailedDeployments"
      pattern    = "{ ${local.release} && ($.detail.outcome = \"failed\") }"
      dimensions = { Target = "$.detail.environment" }
    }
    rollbacks = {
      metric     = "Rollbacks"
      pattern    = "{ ${local.told} && ($.detail.kind = \"rollback\") && ${local.ended} }"
      dimensions = { Target = "$.detail.environment" }
    }
    lead-time = {
      metric = "LeadTime"
      # The comparison also asks for the field: a filter takes its value from nothing else.
      pattern    = "{ ${local.release} && ($.detail.outcome = \"succeeded\") && ($.detail.leadTimeSeconds >= 0) }"
      value      = "$.detail.leadTimeSeconds"
      unit       = "Seconds"
      dimensions = { Target = "$.detail.environment" }
    }
    rolled-back = {
      metric     = "RolledBack"
      pattern    = "{ ($.source = \"aws.codedeploy\") && (($.detail.state = \"FAILURE\") || ($.detail.state = \"STOP\")) }"
      dimensions = { Account = "$.account", Application = "$.detail.application" }
    }
  }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.filters

  name           = "${var.name}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = each.value.pattern

  metric_transformation {
    namespace  = "Delivery"
    name       = each.value.metric
    value      = try(each.value.value, "1")
    unit       = try(each.value.unit, "Count")
    dimensions = each.value.dimensions
  }
}

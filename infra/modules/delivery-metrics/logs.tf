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
  stage_ended = "($.source = \"aws.codepipeline\") && ($.detail-type = \"CodePipeline Stage Execution State Change\") && ($.detail.stage = \"${var.production_stage}\")"
  job_ended   = "($.source = \"switchboard.delivery\") && ($.detail-type = \"Deployment\")"

  # A rejected approval fails the pipeline but deploys nothing: the stage is what counts.
  filters = {
    pipeline-deployments = {
      metric     = "Deployments"
      pattern    = "{ ${local.stage_ended} && (($.detail.state = \"SUCCEEDED\") || ($.detail.state = \"FAILED\")) }"
      dimensions = { Target = "$.detail.pipeline" }
    }
    pipeline-failed-deployments = {
      metric     = "FailedDeployments"
      pattern    = "{ ${local.stage_ended} && ($.detail.state = \"FAILED\") }"
      dimensions = { Target = "$.detail.pipeline" }
    }
    job-deployments = {
      metric     = "Deployments"
      pattern    = "{ ${local.job_ended} && (($.detail.outcome = \"succeeded\") || ($.detail.outcome = \"failed\")) }"
      dimensions = { Target = "$.detail.environment" }
    }
    job-failed-deployments = {
      metric     = "FailedDeployments"
      pattern    = "{ ${local.job_ended} && ($.detail.outcome = \"failed\") }"
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
    value      = "1"
    unit       = "Count"
    dimensions = each.value.dimensions
  }
}

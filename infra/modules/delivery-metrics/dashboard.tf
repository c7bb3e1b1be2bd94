data "aws_region" "current" {}

locals {
  day  = 86400
  week = 7 * local.day

  widgets = [
    {
      type   = "metric"
      x      = 0
      y      = 0
      width  = 12
      height = 6
      properties = {
        title   = "Deployment frequency: deployments a day"
        region  = data.aws_region.current.region
        view    = "timeSeries"
        stacked = true
        stat    = "Sum"
        period  = local.day
        metrics = [
          [{ expression = "SEARCH('{Delivery,Target} MetricName=\"Deployments\"', 'Sum', ${local.day})", id = "deployments", label = "" }],
        ]
      }
    },
    {
      type   = "metric"
      x      = 12
      y      = 0
      width  = 12
      height = 6
      properties = {
        title  = "Change failure rate of ${var.pipeline_name}: failed deployments in 100, by week"
        region = data.aws_region.current.region
        view   = "timeSeries"
        stat   = "Sum"
        period = local.week
        yAxis  = { left = { min = 0, max = 100 } }
        metrics = [
          [{ expression = "IF(deployments > 0, 100 * FILL(failed, 0) / deployments)", id = "rate", label = "Change failure rate" }],
          ["Delivery", "FailedDeployments", "Target", var.pipeline_name, { id = "failed", visible = false }],
          ["Delivery", "Deployments", "Target", var.pipeline_name, { id = "deployments", visible = false }],
        ]
      }
    },
    {
      type   = "metric"
      x      = 0
      y      = 6
      width  = 12
      height = 6
      properties = {
        title  = "Deployments of single functions that were rolled back, by account"
        region = data.aws_region.current.region
        view   = "timeSeries"
        stat   = "Sum"
        period = local.day
        metrics = [
          [{ expression = "SEARCH('{Delivery,Account,Application} MetricName=\"RolledBack\"', 'Sum', ${local.day})", id = "rolledback", label = "" }],
        ]
      }
    },
    {
      type   = "log"
      x      = 12
      y      = 6
      width  = 12
      height = 6
      properties = {
        title  = "Alarms"
        region = data.aws_region.current.region
        view   = "table"
        query  = "SOURCE '${aws_cloudwatch_log_group.this.name}' | fields @timestamp, account, detail.alarmName, detail.state.value | filter source = 'aws.cloudwatch' | sort @timestamp desc | limit 50"
      }
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}

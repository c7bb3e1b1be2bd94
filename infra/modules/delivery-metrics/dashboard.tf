data "aws_region" "current" {}

locals {
  day        = 86400
  week       = 7 * local.day
  production = "prod"

  # Each has half the width, two in a row.
  graphs = [
    {
      title   = "Deployment frequency: deployments a day, by environment"
      period  = local.day
      metrics = [[{ expression = "SEARCH('{Delivery,Target} MetricName=\"Deployments\"', 'Sum', ${local.day})", id = "deployments", label = "" }]]
    },
    {
      title  = "Change failure rate of ${local.production}: failed deployments in 100, by week"
      period = local.week
      yAxis  = { left = { min = 0, max = 100 } }
      metrics = [
        [{ expression = "IF(deployments > 0, 100 * FILL(failed, 0) / deployments)", id = "rate", label = "Change failure rate" }],
        ["Delivery", "FailedDeployments", "Target", local.production, { id = "failed", visible = false }],
        ["Delivery", "Deployments", "Target", local.production, { id = "deployments", visible = false }],
      ]
    },
    {
      title   = "Lead time: hours from commit to deployment, average of a week, by environment"
      period  = local.week
      metrics = [[{ expression = "SEARCH('{Delivery,Target} MetricName=\"LeadTime\"', 'Average', ${local.week}) / 3600", id = "leadtime", label = "" }]]
    },
    {
      title   = "Rollbacks to an earlier release, by environment"
      period  = local.day
      metrics = [[{ expression = "SEARCH('{Delivery,Target} MetricName=\"Rollbacks\"', 'Sum', ${local.day})", id = "rollbacks", label = "" }]]
    },
    {
      title   = "Deployments of single functions that were rolled back, by account"
      period  = local.day
      metrics = [[{ expression = "SEARCH('{Delivery,Account,Application} MetricName=\"RolledBack\"', 'Sum', ${local.day})", id = "rolledback", label = "" }]]
    },
  ]

  graph_widgets = [for index, graph in local.graphs : {
    type   = "metric"
    x      = index % 2 * 12
    y      = floor(index / 2) * 6
    width  = 12
    height = 6
    properties = merge(
      { region = data.aws_region.current.region, view = "timeSeries", stat = "Sum", title = graph.title, period = graph.period, metrics = graph.metrics },
      { for name in ["yAxis"] : name => graph[name] if can(graph[name]) },
    )
  }]

  alarm_widget = {
    type   = "log"
    x      = 12
    y      = 12
    width  = 12
    height = 6
    properties = {
      title  = "Alarms"
      region = data.aws_region.current.region
      view   = "table"
      query  = "SOURCE '${aws_cloudwatch_log_group.this.name}' | fields @timestamp, account, detail.alarmName, detail.state.value | filter source = 'aws.cloudwatch' | sort @timestamp desc | limit 50"
    }
  }

  text_widget = {
    type       = "text"
    x          = 0
    y          = 18
    width      = 24
    height     = 2
    properties = { markdown = "A deployment is a release that a job deployed, or failed to deploy. A rollback is a deployment of no change and has its own graph. A rejected approval, or a request that nobody answered in time, is neither: nothing was deployed." }
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  # Separate lists: one list of all kinds would need a single type.
  dashboard_body = "{\"widgets\":[${join(",", concat([for widget in local.graph_widgets : jsonencode(widget)], [jsonencode(local.alarm_widget), jsonencode(local.text_widget)]))}]}"
}

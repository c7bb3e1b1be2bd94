locals {
  # EventBridge's guide contradicts itself about rules on a bus of one's own: its introduction says that their metrics
  # have both dimensions, its table gives FailedInvocations RuleName alone. So both are added up; one of them has no data.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
  metrics = concat(
    [for rule in var.rules : { RuleName = rule.name }],
    [for rule in var.rules : { EventBusName = rule.event_bus_name, RuleName = rule.name } if rule.event_bus_name != "default"],
  )
}

resource "aws_cloudwatch_metric_alarm" "failed_invocations" {
  alarm_name          = var.name
  alarm_description   = "EventBridge gave up an event: ${var.consequence} The metric FailedInvocations of AWS/Events says which rule, out of ${join(", ", var.rules[*].name)}. Most often a role, a resource policy or a key no longer allows the delivery to the rule's target."
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  # EventBridge sends the metric only when it is not zero.
  treat_missing_data = "notBreaching"
  alarm_actions      = var.alarm_actions
  ok_actions         = var.alarm_actions

  metric_query {
    id          = "total"
    expression  = "SUM(FILL(METRICS(), 0))"
    label       = "failed invocations"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.metrics

    content {
      id = "m${metric_query.key}"

      metric {
        namespace   = "AWS/Events"
        metric_name = "FailedInvocations"
        dimensions  = metric_query.value
        period      = 300
        stat        = "Sum"
      }
    }
  }
}

locals {
  # "rate(5 minutes)" has one run in 300 seconds.
  minutes = tonumber(regex("[0-9]+", var.schedule))
}

resource "aws_cloudwatch_metric_alarm" "unhealthy" {
  alarm_name        = var.failure_alarm_name
  alarm_description = "Callers are not answered, their calls are not recorded, clients are not served, or the probe does not run. Look for the log event \"check_failed\" in ${module.probe.log_group_name}: its field check says what does not hold. If there is none, the probe does not run."

  namespace   = "Switchboard"
  metric_name = "Healthy"
  dimensions  = { Function = module.probe.function_name }
  statistic   = "Minimum"
  period      = local.minutes * 60

  # One slow answer is not an outage; two of three are.
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1

  # Missing data counts as unhealthy.
  treat_missing_data = "breaching"

  alarm_actions = var.alarm_actions
  ok_actions    = var.alarm_actions
}

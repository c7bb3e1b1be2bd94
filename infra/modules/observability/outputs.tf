output "alarm_topic_arn" {
  description = "ARN of the topic that alarms are published to."
  value       = aws_sns_topic.alarms.arn
}

output "dashboard_name" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "alarm_names" {
  description = "Names of this module's alarms, sorted."
  value       = sort(local.alarm_names)
}

output "bus_arn" {
  description = "ARN of the event bus that the environments send to: the bus_arn of delivery-events."
  value       = aws_cloudwatch_event_bus.this.arn
}

output "log_group_name" {
  description = "Name of the log group that holds every event."
  value       = aws_cloudwatch_log_group.this.name
}

output "dashboard_name" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

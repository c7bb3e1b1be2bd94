mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:mock-alarm"
    id  = "mock-alarm"
  }
}

mock_resource "aws_cloudwatch_composite_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:mock-composite-alarm"
    id  = "mock-composite-alarm"
  }
}

mock_resource "aws_cloudwatch_dashboard" {
  defaults = {
    dashboard_arn = "arn:aws:cloudwatch::123456789012:dashboard/mock-dashboard"
    id            = "mock-dashboard"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:mock-log-group"
    id  = "mock-log-group"
  }
}

mock_resource "aws_cloudwatch_log_metric_filter" {
  defaults = {
    id = "mock-metric-filter"
  }
}

mock_resource "aws_cloudwatch_event_rule" {
  defaults = {
    arn = "arn:aws:events:us-east-1:123456789012:rule/mock-rule"
    id  = "mock-rule"
  }
}

mock_resource "aws_cloudwatch_event_bus" {
  defaults = {
    arn = "arn:aws:events:us-east-1:123456789012:event-bus/mock-bus"
    id  = "mock-bus"
  }
}

mock_resource "aws_cloudwatch_event_connection" {
  defaults = {
    arn = "arn:aws:events:us-east-1:123456789012:connection/mock-connection/11111111-2222-3333-4444-555555555555"
    id  = "mock-connection"
  }
}

resource "aws_cloudwatch_metric_alarm" "server_errors" {
  alarm_name          = var.server_errors_alarm_name
  alarm_description   = "The API ${var.name} answers with a status of 500 or above."
  namespace           = "AWS/ApiGateway"
  metric_name         = "5xx"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.server_errors_per_minute
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions

  dimensions = {
    ApiId = aws_apigatewayv2_api.this.id
    Stage = local.stage
  }
}

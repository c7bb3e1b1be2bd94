locals {
  stage = "$default"
}

resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  description   = "Serves what ${var.function_name} answers."
  protocol_type = "HTTP"

  # Otherwise clients could bypass the domain, and mutual TLS.
  disable_execute_api_endpoint = local.has_domain && !local.has_only_self_signed
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = local.stage
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.throttling.rate
    throttling_burst_limit = var.throttling.burst
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = local.access_log_format
  }
}

output "api_id" {
  description = "Id of the API, the dimension ApiId of its metrics."
  value       = aws_apigatewayv2_api.this.id
}

output "api_arn" {
  description = "ARN of the API."
  value       = aws_apigatewayv2_api.this.arn
}

output "execution_arn" {
  description = "What callers with AWS_IAM need execute-api:Invoke on: this, followed by /$default/GET/vanity-numbers and the like."
  value       = aws_apigatewayv2_api.this.execution_arn
}

output "endpoint" {
  description = "URL that people call, without a slash at its end."
  value       = local.has_domain ? "https://${var.domain.name}" : aws_apigatewayv2_api.this.api_endpoint

  # The API answers by the time this output is known.
  depends_on = [aws_apigatewayv2_stage.this, aws_apigatewayv2_api_mapping.this, aws_route53_record.api]
}

output "probe_endpoint" {
  description = "URL that a caller with Amazon's roots and without a certificate of its own can use: `endpoint`, or API Gateway's own name where the certificate is self-signed. Null with mutual TLS: such a caller is refused."

  # A function's result is known to be non-null even before the API exists: callers branch on null.
  value = (
    local.has_mutual_tls ? null :
    local.has_domain && !local.has_only_self_signed ? "https://${var.domain.name}" :
    trimsuffix(aws_apigatewayv2_api.this.api_endpoint, "/")
  )

  # The API answers by the time this output is known.
  depends_on = [aws_apigatewayv2_stage.this, aws_apigatewayv2_api_mapping.this, aws_route53_record.api]
}

output "domain_target" {
  description = "Target of a DNS record of the API's domain: the domain name for a CNAME, and the zone for an alias of Route 53. Null without a domain."
  value = local.has_domain ? {
    domain_name    = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name
    hosted_zone_id = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].hosted_zone_id
  } : null
}

output "certificate_validation_record" {
  description = "The DNS record that ACM requires before it issues the certificate, if it is not created here; null otherwise."
  value = local.has_issued && !local.has_hosted_zone ? {
    name  = local.validation_record.resource_record_name
    type  = local.validation_record.resource_record_type
    value = local.validation_record.resource_record_value
  } : null
}

output "server_errors_alarm_name" {
  description = "Name of the alarm on answers with a status of 500 or above."
  value       = aws_cloudwatch_metric_alarm.server_errors.alarm_name
}

output "access_log_group_name" {
  description = "Name of the log group that holds the access logs."
  value       = aws_cloudwatch_log_group.access.name
}

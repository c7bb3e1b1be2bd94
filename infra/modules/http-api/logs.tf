locals {
  # A path holds a phone number, and a log is read by more people than the table is. So there is neither
  # path nor query, nor the texts of errors, which may quote them; the route says what was requested.
  # For an audit, the caller is identified by an id and not by an address.
  access_log_format = jsonencode({
    requestId            = "$context.requestId"
    requestTime          = "$context.requestTime"
    httpMethod           = "$context.httpMethod"
    routeKey             = "$context.routeKey"
    caller               = var.authorization.type == "AWS_IAM" ? "$context.identity.caller" : "$context.authorizer.claims.sub"
    protocol             = "$context.protocol"
    status               = "$context.status"
    responseLength       = "$context.responseLength"
    responseLatency      = "$context.responseLatency"
    errorType            = "$context.error.responseType"
    integrationRequestId = "$context.integration.requestId"
    integrationStatus    = "$context.integration.status"
    functionStatus       = "$context.integration.integrationStatus"
    integrationLatency   = "$context.integration.latency"
  })
}

# Under /aws/vendedlogs/, because the resource policy that lets API Gateway write would grow with every
# other group, up to its limit.
resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/vendedlogs/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

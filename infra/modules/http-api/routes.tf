locals {
  openapi = yamldecode(file("${path.module}/openapi.yaml"))

  # Apart from methods, a path item may hold parameters and texts.
  methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

  operations = merge([
    for path, item in local.openapi.paths : {
      for method, operation in item : "${upper(method)} ${path}" => {
        id = operation.operationId
        # As in an IAM policy: any value for a parameter.
        resource = "${upper(method)}${replace(path, "/\\{[^}]+\\}/", "*")}"
      } if contains(local.methods, method)
    }
  ]...)

  # HEAD, other methods and other paths go to the function as well, which answers them with problems
  # (RFC 9457), unlike API Gateway's own 404.
  routes = merge(local.operations, {
    "$default" = { id = "default", resource = "$default" }
  })
}

resource "aws_apigatewayv2_integration" "function" {
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = var.alias_invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  count = var.authorization.type == "JWT" ? 1 : 0

  api_id           = aws_apigatewayv2_api.this.id
  name             = "${var.name}-jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.authorization.issuer
    audience = var.authorization.audience
  }
}

resource "aws_apigatewayv2_route" "this" {
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.key
  operation_name     = each.value.id
  target             = "integrations/${aws_apigatewayv2_integration.function.id}"
  authorization_type = var.authorization.type
  authorizer_id      = one(aws_apigatewayv2_authorizer.jwt[*].id)
}

resource "aws_lambda_permission" "route" {
  for_each = local.routes

  statement_id  = "${var.name}-${each.value.id}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = var.function_name
  qualifier     = var.alias_name
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/${local.stage}/${each.value.resource}"
}

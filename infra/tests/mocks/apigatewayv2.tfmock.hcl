mock_resource "aws_apigatewayv2_api" {
  defaults = {
    id            = "abcdef1234"
    arn           = "arn:aws:apigateway:us-east-1::/apis/abcdef1234"
    api_endpoint  = "https://abcdef1234.execute-api.us-east-1.amazonaws.com"
    execution_arn = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234"
  }
}

mock_resource "aws_apigatewayv2_stage" {
  defaults = {
    id            = "$default"
    arn           = "arn:aws:apigateway:us-east-1::/apis/abcdef1234/stages/$default"
    deployment_id = "d1e2f3"
    execution_arn = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/$default"
    invoke_url    = "https://abcdef1234.execute-api.us-east-1.amazonaws.com/"
  }
}

mock_resource "aws_apigatewayv2_integration" {
  defaults = {
    id                   = "int1234"
    timeout_milliseconds = 30000
  }
}

mock_resource "aws_apigatewayv2_authorizer" {
  defaults = {
    id = "aut1234"
  }
}

mock_resource "aws_apigatewayv2_route" {
  defaults = {
    id = "rou1234"
  }
}

mock_resource "aws_apigatewayv2_domain_name" {
  defaults = {
    arn = "arn:aws:apigateway:us-east-1::/domainnames/api.example.com"
    id  = "api.example.com"
    domain_name_configuration = {
      hosted_zone_id     = "Z1UJRXOUMOOFQ8"
      target_domain_name = "d-abcdef1234.execute-api.us-east-1.amazonaws.com"
    }
  }
}

mock_resource "aws_apigatewayv2_api_mapping" {
  defaults = {
    id = "map1234"
  }
}

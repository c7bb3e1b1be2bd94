mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "vanity-numbers"
  function_name            = "vanity-lookup"
  alias_name               = "live"
  alias_invoke_arn         = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup:live/invocations"
  authorization            = { type = "AWS_IAM" }
  throttling               = { rate = 50, burst = 100 }
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 30
  server_errors_alarm_name = "vanity-numbers-api-server-errors"

  # An ephemeral variable must be set in a test that applies, even to its default.
  self_signed_private_key_pem = ""
}

run "signed_requests" {
  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "AWS_IAM" && route.authorizer_id == null])
    error_message = "A route is open: every one must want a signed request, $default too."
  }

  assert {
    condition     = length(aws_apigatewayv2_authorizer.jwt) == 0
    error_message = "There is an authorizer that nothing uses."
  }
}

run "tokens" {
  variables {
    authorization = {
      type     = "JWT"
      issuer   = "https://login.example.com/"
      audience = ["vanity-numbers"]
    }
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "JWT" && route.authorizer_id == "aut1234"])
    error_message = "A route is open: every one must want a token, $default too."
  }

  assert {
    condition = (
      one(aws_apigatewayv2_authorizer.jwt[0].jwt_configuration).issuer == "https://login.example.com/" &&
      one(aws_apigatewayv2_authorizer.jwt[0].jwt_configuration).audience == toset(["vanity-numbers"]) &&
      aws_apigatewayv2_authorizer.jwt[0].authorizer_type == "JWT" &&
      aws_apigatewayv2_authorizer.jwt[0].identity_sources == toset(["$request.header.Authorization"])
    )
    error_message = "Tokens of somebody else, or for something else, are taken."
  }
}

run "an_open_api_is_refused" {
  command = plan

  variables {
    authorization = { type = "NONE" }
  }

  expect_failures = [var.authorization]
}

run "tokens_for_anybody_are_refused" {
  command = plan

  variables {
    authorization = { type = "JWT", issuer = "https://login.example.com/" }
  }

  expect_failures = [var.authorization]
}

run "tokens_of_an_issuer_without_tls_are_refused" {
  command = plan

  variables {
    authorization = { type = "JWT", issuer = "http://login.example.com/", audience = ["vanity-numbers"] }
  }

  expect_failures = [var.authorization]
}

run "an_issuer_without_jwt_is_refused" {
  command = plan

  variables {
    authorization = { type = "AWS_IAM", issuer = "https://login.example.com/" }
  }

  expect_failures = [var.authorization]
}

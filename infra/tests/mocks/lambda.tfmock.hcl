mock_resource "aws_lambda_function" {
  defaults = {
    arn                  = "arn:aws:lambda:us-east-1:123456789012:function:mock-function"
    invoke_arn           = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:mock-function/invocations"
    qualified_arn        = "arn:aws:lambda:us-east-1:123456789012:function:mock-function:1"
    qualified_invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:mock-function:1/invocations"
    version              = "1"
    code_sha256          = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    last_modified        = "2026-01-01T00:00:00.000+0000"
    source_code_size     = 1000
  }
}

mock_resource "aws_lambda_alias" {
  defaults = {
    arn        = "arn:aws:lambda:us-east-1:123456789012:function:mock-function:live"
    invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:mock-function:live/invocations"
  }
}

mock_resource "aws_lambda_function_url" {
  defaults = {
    function_arn = "arn:aws:lambda:us-east-1:123456789012:function:mock-function:live"
    function_url = "https://mockurlid.lambda-url.us-east-1.on.aws/"
    url_id       = "mockurlid"
  }
}

mock_resource "aws_lambda_event_source_mapping" {
  defaults = {
    arn          = "arn:aws:lambda:us-east-1:123456789012:event-source-mapping:11111111-2222-3333-4444-555555555555"
    uuid         = "11111111-2222-3333-4444-555555555555"
    function_arn = "arn:aws:lambda:us-east-1:123456789012:function:mock-function:live"
    state        = "Enabled"
  }
}

mock_data "aws_lambda_function" {
  defaults = {
    arn           = "arn:aws:lambda:us-east-1:123456789012:function:mock-function"
    qualified_arn = "arn:aws:lambda:us-east-1:123456789012:function:mock-function:1"
    version       = "1"
  }
}

mock_data "aws_lambda_alias" {
  defaults = {
    arn              = "arn:aws:lambda:us-east-1:123456789012:function:mock-function:live"
    function_version = "1"
    invoke_arn       = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:mock-function:live/invocations"
  }
}

mock_resource "aws_lambda_permission" {
  defaults = {
    id = "mock-permission"
  }
}

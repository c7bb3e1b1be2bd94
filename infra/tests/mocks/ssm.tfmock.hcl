mock_resource "aws_ssm_parameter" {
  defaults = {
    arn     = "arn:aws:ssm:us-east-1:123456789012:parameter/mock"
    id      = "/mock"
    version = 1
  }
}

mock_data "aws_ssm_parameter" {
  defaults = {
    arn            = "arn:aws:ssm:us-east-1:123456789012:parameter/mock"
    id             = "/mock"
    type           = "String"
    value          = "mock-value"
    insecure_value = "mock-value"
    version        = 1
  }
}
